#include <parlance/extract/archive.hpp>

#include <parlance/extract/extract_limits.hpp>

#include <array>
#include <cstdint>
#include <utility>
#include <zip.h>

namespace parlance::extract {
namespace {

error damaged()
{
    return fail(fault::upstream_rejected, "The file is damaged or was cut off.");
}

error too_large()
{
    return fail(fault::upstream_rejected, "The file unpacks to more than can be read.");
}

/// What an entry is, when it can be read.
result<zip_stat_t> readable_entry(zip_t* zip, zip_uint64_t index)
{
    zip_stat_t about{};
    if (zip_stat_index(zip, index, 0, &about) != 0) return damaged();
    if (about.encryption_method != ZIP_EM_NONE) {
        return fail(fault::upstream_rejected,
                    "Protected with a password. Remove it and upload the file again.");
    }
    // What Office writes. The other methods would only be more code to attack.
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE) return damaged();
    return about;
}

using open_entry = std::unique_ptr<zip_file_t, int (*)(zip_file_t*)>;

}  // namespace

struct archive::opened {
    explicit opened(zip_t* with) : zip(with, zip_discard) {}

    std::unique_ptr<zip_t, void (*)(zip_t*)> zip;
    std::size_t unpacked_bytes = 0;
};

result<archive> archive::open(std::string_view bytes)
{
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem);
    zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &problem);
    zip_error_fini(&problem);
    if (zip == nullptr) {
        if (source != nullptr) zip_source_free(source);
        return damaged();
    }
    auto with = std::make_shared<opened>(zip);
    if (zip_get_num_entries(zip, 0) > static_cast<zip_int64_t>(limits::archive_entries_max)) {
        return fail(fault::upstream_rejected, "The file has more parts than can be read.");
    }
    return archive(std::move(with));
}

bool archive::has(const std::string& name) const
{
    return zip_name_locate(opened_->zip.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

result<> archive::read(const std::string& name, const std::function<bool(std::string_view)>& take)
{
    zip_t* zip = opened_->zip.get();
    const zip_int64_t index = zip_name_locate(zip, name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return damaged();
    const auto about = readable_entry(zip, static_cast<zip_uint64_t>(index));
    if (!about) return about.error();
    const open_entry entry(zip_fopen_index(zip, static_cast<zip_uint64_t>(index), 0), zip_fclose);
    if (!entry) return damaged();
    std::array<char, 64 * 1024> room{};
    std::uint64_t bytes = 0;
    while (true) {
        const zip_int64_t got = zip_fread(entry.get(), room.data(), room.size());
        if (got < 0) return damaged();
        if (got == 0) return {};
        bytes += static_cast<std::uint64_t>(got);
        opened_->unpacked_bytes += static_cast<std::size_t>(got);
        const bool is_bomb = bytes > limits::archive_ratio_free_bytes &&
                             bytes / limits::archive_ratio_max > about->comp_size;
        if (is_bomb || opened_->unpacked_bytes > limits::archive_unpacked_bytes_max) {
            return too_large();
        }
        if (!take({room.data(), static_cast<std::size_t>(got)})) return {};
    }
}

result<> archive::parse(const std::string& name, xml_handler& handler)
{
    xml_parser parser(handler);
    const auto done = read(name, [&parser](std::string_view piece) {
        return parser.feed(piece) == xml_parser::state::reading;
    });
    if (!done) return done.error();
    switch (parser.finish()) {
        case xml_parser::state::too_deep:
            return fail(fault::upstream_rejected, "The file is nested deeper than can be read.");
        case xml_parser::state::broken: return damaged();
        default: return {};
    }
}

}  // namespace parlance::extract
