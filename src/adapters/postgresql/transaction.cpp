#include <parlance/postgresql/transaction.hpp>

#include <parlance/postgresql/connection.hpp>

#include <cstddef>
#include <iterator>

namespace parlance::postgresql {

task<rows> transaction::run(statement what)
{
    if (begin_.empty()) co_return co_await on_.run(std::move(what));
    std::vector<statement> all;
    all.push_back(std::move(what));
    std::vector<rows> answers = co_await run_all(std::move(all));
    co_return std::move(answers.back());
}

task<std::vector<rows>> transaction::run_all(std::vector<statement> all)
{
    const auto begun = static_cast<std::ptrdiff_t>(begin_.size());
    all.insert(all.begin(), std::make_move_iterator(begin_.begin()),
               std::make_move_iterator(begin_.end()));
    begin_.clear();
    std::vector<rows> answers = co_await on_.run_all(std::move(all));
    answers.erase(answers.begin(), answers.begin() + begun);
    co_return answers;
}

}  // namespace parlance::postgresql
