#include <parlance/app/command_line.hpp>

#include <parlance/app/commands/add.hpp>
#include <parlance/app/commands/ask.hpp>
#include <parlance/app/commands/backup.hpp>
#include <parlance/app/commands/check_config.hpp>
#include <parlance/app/commands/conversations.hpp>
#include <parlance/app/commands/documents.hpp>
#include <parlance/app/commands/evaluate.hpp>
#include <parlance/app/commands/migrate.hpp>
#include <parlance/app/commands/originals.hpp>
#include <parlance/app/commands/search.hpp>
#include <parlance/app/serve.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/app/version.hpp>

#include <CLI/CLI.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace parlance::app {
namespace {

/// What options are read into; one command of them runs.
struct chosen {
    int status = 0;
    bool as_json = false;
    bool waits = false;
    bool leaves = false;
    bool agrees = false;
    std::string id;
    std::string words;
    std::string title;
    ask_options question;
    add_options files;
    documents_options listed;
    evaluate_options known;
    backup_options copied;
    restore_options restored;

    [[nodiscard]] output_format format() const
    {
        return as_json ? output_format::json : output_format::text;
    }
};

void offer_json(CLI::App& command, chosen& to)
{
    command.add_flag("--json", to.as_json, "Print JSON");
}

void offer_ask(CLI::App& line, chosen& to)
{
    CLI::App* ask_one = line.add_subcommand("ask", "Ask one question; the answer streams");
    ask_one->add_option("question", to.question.question, "The question; - reads standard input")
        ->required();
    ask_one->add_option("--model", to.question.model, "One of the models of the server");
    offer_json(*ask_one, to);
    ask_one->callback([&to] {
        to.question.as = to.format();
        to.status = ask(to.question);
    });
}

void offer_add(CLI::App& line, chosen& to)
{
    CLI::App* add_some = line.add_subcommand("add", "Add documents and wait until they are read");
    add_some->add_option("paths", to.files.paths, "Files or folders; - reads standard input")
        ->required();
    add_some->add_option("--name", to.files.name, "File name of what - reads")
        ->default_val("standard-input.txt");
    auto* waits = add_some->add_flag("--wait", to.waits, "Wait until all are read (the default)");
    add_some->add_flag("--no-wait", to.leaves, "With a running server: only send them")
        ->excludes(waits);
    add_some->callback([&to] {
        if (to.leaves && !to.waits) to.files.then = after_sending::leave;
        to.status = add(to.files);
    });
}

void offer_documents(CLI::App& line, chosen& to)
{
    CLI::App* documents = line.add_subcommand("documents", "List, delete, restore documents");
    documents->add_option("--state", to.listed.state, "Only those in this state")
        ->check(CLI::IsMember({"queued", "reading", "ready", "failed"}));
    offer_json(*documents, to);
    for (const std::string action : {"delete", "restore", "retry"}) {
        CLI::App* change = documents->add_subcommand(
            action, action == "retry" ? "Read a failed one again" : action + " one");
        change->add_option("id", to.id, "The document's id")->required();
        change->callback([&to, action] { to.status = change_document(action, to.id); });
    }
    documents->callback([&to, documents] {
        if (!documents->get_subcommands().empty()) return;
        to.listed.as = to.format();
        to.status = list_documents(to.listed);
    });
}

void offer_conversations(CLI::App& line, chosen& to)
{
    CLI::App* all = line.add_subcommand("conversations", "List, show, search conversations");
    offer_json(*all, to);
    const auto add_action = [&](const char* name, const char* what) {
        CLI::App* action = all->add_subcommand(name, what);
        action->fallthrough();  // --json may stand behind it too
        return action;
    };
    CLI::App* show = add_action("show", "Print one as Markdown");
    show->add_option("id", to.id, "The conversation's id")->required();
    show->callback([&to] { to.status = show_conversation(to.id, to.format()); });
    CLI::App* find = add_action("search", "Search titles, questions and answers");
    find->add_option("words", to.words, "What to look for")->required();
    find->callback([&to] { to.status = search_conversations(to.words, to.format()); });
    CLI::App* rename = add_action("rename", "Give one another title");
    rename->add_option("id", to.id, "The conversation's id")->required();
    rename->add_option("title", to.title, "The new title")->required();
    rename->callback([&to] { to.status = rename_conversation(to.id, to.title); });
    for (const std::string action : {"delete", "restore"}) {
        CLI::App* change = add_action(action.c_str(), (action + " one").c_str());
        change->add_option("id", to.id, "The conversation's id")->required();
        change->callback([&to, action] { to.status = change_conversation(action, to.id); });
    }
    all->callback([&to, all] {
        if (all->get_subcommands().empty()) to.status = list_conversations(to.format());
    });
}

void offer_evaluate(CLI::App& line, chosen& to)
{
    CLI::App* command = line.add_subcommand("evaluate", "Measure search with known questions");
    command->add_option("questions", to.known.file, "JSON lines; - reads standard input")
        ->required();
    command->add_option("-k", to.known.k, "Also recall and hits among the first k files")
        ->check(CLI::Range(1, 50));
    offer_json(*command, to);
    command->callback([&to] {
        to.known.as = to.format();
        to.status = evaluate(to.known);
    });
}

void offer_backup(CLI::App& line, chosen& to)
{
    CLI::App* copy = line.add_subcommand("backup",
                                         "Copy everything into a folder, also beside "
                                         "a running server");
    copy->add_option("folder", to.copied.folder, "A folder that is empty or is to be made")
        ->required();
    offer_json(*copy, to);
    copy->callback([&to] {
        to.copied.as = to.format();
        to.status = back_up(to.copied);
    });
    CLI::App* back = line.add_subcommand("restore", "Put a backup into the data directory");
    back->add_option("folder", to.restored.folder, "The folder of a backup")->required();
    back->add_flag("--replace", to.restored.replaces,
                   "Where there is data already: put it aside, and keep it");
    offer_json(*back, to);
    back->callback([&to] {
        to.restored.as = to.format();
        to.status = restore(to.restored);
    });
}

void offer_originals(CLI::App& line, chosen& to)
{
    CLI::App* originals =
        line.add_subcommand("originals", "Show which database the original files belong to");
    offer_json(*originals, to);
    CLI::App* adopt = originals->add_subcommand("adopt", "Give them to the configured database");
    adopt->add_flag("--yes", to.agrees, "Do it; otherwise it is only said what would happen");
    adopt->callback([&to] {
        to.status = adopt_originals(to.agrees ? agreement::given : agreement::asked_for);
    });
    originals->callback([&to, originals] {
        if (originals->get_subcommands().empty()) to.status = show_originals(to.format());
    });
}

void offer_rest(CLI::App& line, chosen& to)
{
    CLI::App* search_for = line.add_subcommand("search", "Find passages");
    search_for->add_option("words", to.words, "What to look for")->required();
    search_for->callback([&to] { to.status = search(to.words); });
    line.add_subcommand("migrate", "Bring the schema of PostgreSQL up to date")->callback([&to] {
        to.status = migrate();
    });
    CLI::App* check = line.add_subcommand("check-config", "Show the settings and what is wrong");
    offer_json(*check, to);
    check->callback([&to] { to.status = check_config(to.format()); });
}

}  // namespace

int run_command_line(int argc, char** argv)
{
    CLI::App line{"parlance: answers from an organisation's own documents", "parlance"};
    line.set_version_flag("--version", std::string("parlance ") + version);
    line.require_subcommand(1);
    chosen to;
    line.add_subcommand("serve", "Serve the page and the API")->callback([&to] {
        to.status = serve();
    });
    offer_ask(line, to);
    offer_add(line, to);
    offer_backup(line, to);
    offer_originals(line, to);
    offer_rest(line, to);
    offer_evaluate(line, to);
    offer_documents(line, to);
    offer_conversations(line, to);
    try {
        line.parse(argc, argv);
    } catch (const CLI::ParseError& mistake) {
        constexpr int wrong_usage = 2;
        std::ostringstream help;
        std::ostringstream complaint;
        const int status = line.exit(mistake, help, complaint);
        print(help.str());
        print_error(complaint.str());
        return status == 0 ? 0 : wrong_usage;
    }
    return to.status;
}

}  // namespace parlance::app
