// app: main and composition: the only place that names adapters and reads the environment.
// It decides nothing about answers, documents or protocols.
// Start reading here, then composition.hpp.
#include <parlance/app/commands/add.hpp>
#include <parlance/app/commands/ask.hpp>
#include <parlance/app/commands/search.hpp>
#include <parlance/app/serve.hpp>
#include <parlance/app/version.hpp>

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

int run(int argc, char** argv)
{
    CLI::App line{"parlance: answers from an organisation's own documents", "parlance"};
    line.set_version_flag("--version", std::string("parlance ") + parlance::app::version);
    line.require_subcommand(1);

    int status = 0;
    std::string question;
    std::string words;
    std::vector<std::string> paths;

    CLI::App* serve = line.add_subcommand("serve", "Serve the page and the API");
    serve->callback([&] { status = parlance::app::serve(); });

    CLI::App* ask = line.add_subcommand("ask", "Ask one question; the answer streams");
    ask->add_option("question", question, "The question")->required();
    ask->callback([&] { status = parlance::app::ask(question); });

    CLI::App* add = line.add_subcommand("add", "Add documents and wait until they are read");
    add->add_option("paths", paths, "Files or folders")->required();
    add->callback([&] { status = parlance::app::add(paths); });

    CLI::App* search = line.add_subcommand("search", "Find passages");
    search->add_option("words", words, "What to look for")->required();
    search->callback([&] { status = parlance::app::search(words); });

    try {
        line.parse(argc, argv);
    } catch (const CLI::ParseError& mistake) {
        constexpr int wrong_usage = 2;
        return line.exit(mistake) == 0 ? 0 : wrong_usage;
    }
    return status;
}

}  // namespace

int main(int argc, char** argv)
{
    // A client that leaves is an error code on its socket, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run(argc, argv);
    } catch (const std::exception& cause) {
        std::fprintf(stderr, "parlance: %s\n", cause.what());
        return 70;  // EX_SOFTWARE
    }
}
