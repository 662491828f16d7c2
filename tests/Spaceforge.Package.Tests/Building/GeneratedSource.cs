namespace Spaceforge.Package.Tests.Building;

/// <summary>Random C# sources of plugins, from correct code, code with warnings and code with errors.</summary>
static class GeneratedSource
{
    static readonly string[] Statements =
    [
        "var numbers = new[] { 1, 2, 3 }; Logger.LogInformation(\"{Sum}\", numbers.Where(n => n > 1).Select(n => n * 2).Sum());",
        "List<string> words = [\"a\", .. new[] { \"b\" }]; foreach (var (i, word) in words.Index()) Logger.LogInformation($\"{i}: {word,5:x}\");",
        "var text = (DateTime.Now.Hour, words: 3) switch { (< 12, var few) => $\"morning {few}\", { Item1: >= 12 } => \"later\", _ => \"never\" }; Logger.LogInformation(text);",
        "await foreach (var item in ItemsAsync()) Logger.LogInformation(\"{Item}\", item); static async IAsyncEnumerable<int> ItemsAsync() { await Task.Yield(); yield return 1; }",
        "Span<int> stack = stackalloc int[4]; stack[^1] = 5; var last = stack[1..][^1]; Logger.LogInformation(\"{Last}\", last);",
        "try { throw new PluginFailedException(\"no\"); } catch (PluginFailedException e) when (e.Message.Length > 9) { } catch { }",
        "dynamic late = 1; late += 2; Logger.LogInformation(((int)late).ToString());",
        "var query = from a in new[] { 1, 2 } join b in new[] { 2, 3 } on a equals b orderby b descending group b by b % 2 into g select new { g.Key, Count = g.Count() }; Logger.LogInformation(\"{Q}\", query.Count());",
        "var raw = $$\"\"\"\n    { \"a\": {{1 + 1}} }\n    \"\"\"; Logger.LogInformation(raw);",
        "using var file = new StringReader(\"x\"); Func<int, int> f = static x => checked(x + 1); Logger.LogInformation(\"{F}\", f(1) + file.Peek());",
        "object boxed = 5; if (boxed is int and > 3 or string { Length: 2 }) Logger.LogInformation(nameof(boxed));",
        "int unused;", "int assigned = 1;", "string nothing = null;",
        "string? maybe = Environment.GetEnvironmentVariable(\"X\"); Logger.LogInformation(\"{L}\", maybe.Length);",
        "if (false) Logger.LogInformation(\"never\");", "#pragma warning disable CS0168\nint silent;\n#pragma warning restore CS0168",
        "Old(); [Obsolete(\"Not any more\")] static void Old() { }",
        "_ = NotAwaited(); async Task NotAwaited() { }", "Task.Delay(1);", "#warning Look here",
        "long big = 1 << 40;", "var same = 1 == 1 ? 1 : 1; same = same;",
        "var x = ;", "int i = \"text\";", "Missing();", "Logger.LogInformation(", "return 1;",
        "var a = 1; var a = 2;", "string s = 'too long';", "foreach (var n in 5) { }",
        "await 5;", "break;", "goto nowhere;", "int y = x1 + 1; int x1 = 2;", "new Missing.Type();",
        "#error Stop here", "#if OPEN", "unsafe { int* p = null; }", "const int c = DateTime.Now.Year;",
    ];

    static readonly string[] Members =
    [
        "public override string Author => \"me\";", "public override IReadOnlyList<string> Labels => [\"a\", \"b\"];",
        "readonly record struct Pair(int A, string B = \"b\");",
        "sealed class Box<T>(T value) where T : notnull { public T Value { get; } = value; public required int Size { get; init; } }",
        "enum Level : byte { Low = 1, High }", "static int Count(params ReadOnlySpan<int> all) => all.Length;",
        "event Action? Done;", "int this[int i] => i * 2;",
        "interface IShape { static abstract double Area(double side); } sealed class Square : IShape { public static double Area(double side) => side * side; }",
        "public string Field { get => field ??= \"set\"; set => field = value.Trim(); }",
        "static readonly Dictionary<string, Func<Task<int>>> Map = new() { [\"a\"] = async () => { await Task.Yield(); return 1; } };",
        "partial class Half { }", "int _never;", "event Action Unset;", "public string Nullable;",
        "void Hides() { } new void ToString() { }",
        "public override string Missing => \"x\";", "public override int Name => 1;", "void Twice() { } void Twice() { }",
        "class : Base { }", "abstract void NoBody();", "int Same; string Same;", "static class S { int instance; }",
    ];

    public static string Make(int seed)
    {
        var random = new Random(seed);
        // Errors hide each other, so use only a few at a time.
        return PluginText.With(
            hook: string.Join("\n        ", random.GetItems(Statements, random.Next(0, 4))),
            declarations: string.Join("\n    ", random.GetItems(Members, random.Next(0, 3))));
    }
}
