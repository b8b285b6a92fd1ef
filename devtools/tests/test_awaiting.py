import unittest

from parlance_dev.lint.awaiting import findings_in


def lines(source: str) -> list[int]:
    return [one.line for one in findings_in("a.cpp", source)]


def in_function(body: str) -> list[int]:
    return lines("task<result<>> f()\n{\n" + body + "\n}\n")


class Refused(unittest.TestCase):
    def test_braced_temporary_as_argument(self) -> None:
        self.assertEqual(in_function("co_await send(request{1, 2});"), [3])

    def test_unnamed_braces_as_argument(self) -> None:
        self.assertEqual(in_function("auto r = co_await send({1, 2});"), [3])

    def test_braces_on_a_later_line_of_the_statement(self) -> None:
        self.assertEqual(in_function("auto r = co_await send(one,\n    two{3});"), [4])

    def test_lambda_as_argument(self) -> None:
        self.assertEqual(in_function("co_await finish_by(at, [&] { return 1; });"), [3])

    def test_braces_in_an_awaiting_condition(self) -> None:
        self.assertEqual(in_function("if (co_await is_set(key{1})) { go(); }"), [3])

    def test_braces_around_the_await(self) -> None:
        self.assertEqual(in_function("holder h{co_await make()};"), [3])

    def test_co_return_that_awaits(self) -> None:
        self.assertEqual(in_function("co_return co_await relay(events{});"), [3])

    def test_capturing_lambda_that_is_a_coroutine(self) -> None:
        self.assertEqual(in_function("auto f = [this]() -> task<> { co_return; };"), [3])

    def test_await_inside_a_lambda_body(self) -> None:
        self.assertEqual(in_function("auto f = []() -> task<> { co_await g(T{}); };"), [3])


class Allowed(unittest.TestCase):
    def test_brace_initialiser_without_await(self) -> None:
        self.assertEqual(in_function("request one{1, 2};\nco_await send(std::move(one));"), [])

    def test_co_return_of_a_braced_value(self) -> None:
        self.assertEqual(in_function("co_return turn{1, 2};"), [])

    def test_blocks_around_awaits(self) -> None:
        body = "while (true) {\n auto x = co_await g();\n if (!x) { co_return x.error(); }\n}"
        self.assertEqual(in_function(body), [])

    def test_guard_then_braced_return(self) -> None:
        body = "auto x = co_await g();\nif (!x) co_return error{1};\nco_return turn{2};"
        self.assertEqual(in_function(body), [])

    def test_named_lambda_above_the_await(self) -> None:
        self.assertEqual(in_function("auto f = [a] { return a; };\nco_await g(f);"), [])

    def test_lambda_without_captures_may_be_a_coroutine(self) -> None:
        self.assertEqual(in_function("auto f = [](int a) -> task<> { co_return; };"), [])

    def test_subscript_and_structured_binding_are_no_lambdas(self) -> None:
        body = "auto r = co_await g(all[1]);\nauto& [ec, n] = r;\n[[maybe_unused]] int a = 1;"
        self.assertEqual(in_function(body), [])

    def test_constructor_initialisers_and_types(self) -> None:
        source = """
struct held { int a = 0; std::string b{}; };
held::held(int a) : a_{a}, b_{2}
{
}
auto size(int a) -> result<int> { return a; }
task<> f() { try { co_await g(); } catch (const std::exception& e) { log(e); } }
"""
        self.assertEqual(lines(source), [])

    def test_comments_and_literals_do_not_count(self) -> None:
        self.assertEqual(in_function('co_await g("T{}", R"(x{})");  // T{} here'), [])

    def test_else_branch_is_a_statement_of_its_own(self) -> None:
        body = "if (a) {\n  one(T{});\n} else {\n  co_await g();\n}\ncall(T{});"
        self.assertEqual(in_function(body), [])

    def test_condition_and_body_are_statements_of_their_own(self) -> None:
        self.assertEqual(in_function("if (a == key{1}) co_await g();"), [])
