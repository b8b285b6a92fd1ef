#include "two_replicas.hpp"

#include <parlance/postgresql/migrations.hpp>

#include <chrono>

namespace parlance::contract {

shared_ground::shared_ground()
{
    threads_.start();
    auto& server = tests::running_postgresql::shared();
    name_ = server.fresh_name();
    server.create_database(name_);
    const auto migrated =
        fakes::run(postgresql::migrate(where(), with(), postgresql::known_migrations()));
    if (!migrated) ADD_FAILURE() << migrated.error().detail;
    clock_.emplace(server, name_);
}

shared_ground::~shared_ground()
{
    tasks_.finish(std::chrono::seconds(30));
    pool_.finish();
    threads_.finish();
    clock_.reset();
    tests::running_postgresql::shared().drop_database(name_);
}

postgresql::config shared_ground::where() const
{
    return postgresql::read_url(tests::running_postgresql::shared().url(name_)).value();
}

postgresql::collaborators shared_ground::with()
{
    return {pool_, tasks_, now_, random_, log_};
}

std::string shared_ground::read(const std::string& sql)
{
    return tests::running_postgresql::shared().run(sql, name_);
}

knowledge::document two_replicas::added(const access::principal& who, const std::string& name)
{
    advance(std::chrono::milliseconds(10));
    knowledge::document offered{.id = knowledge::document_id::make(now, random),
                                .file_name = name,
                                .title = name,
                                .media_type = "text/plain",
                                .size_bytes = 12,
                                .content_hash = "hash of " + name,
                                .state = knowledge::document_state::queued,
                                .reason = {},
                                .passage_count = 0,
                                .is_sample = false,
                                .created_at = now.wall()};
    return fakes::run(one.documents.add({}, who, std::move(offered))).value();
}

knowledge::indexed_passage two_replicas::passage_of(knowledge::document_id document,
                                                    std::int64_t ordinal, std::string terms)
{
    knowledge::passage is{.id = knowledge::passage_id::make(now, random),
                          .document = document,
                          .ordinal = ordinal,
                          .page = std::nullopt,
                          .section = {},
                          .text = "Text: " + terms};
    return {std::move(is), {}, {}, std::move(terms)};
}

}  // namespace parlance::contract
