using System.Globalization;

namespace Spaceforge.Package.Tests.Building;

/// <summary>After any sequence of edits, the tool gives the same result as a clean full build.</summary>
public sealed class EditSequenceTests(NewUser user) : IDisposable
{
    readonly Author _author = new(user);
    readonly Dictionary<string, string> _parts = [];

    public void Dispose() => _author.Dispose();

    [Fact]
    public async Task Every_result_is_that_of_a_full_build_from_an_empty_cache()
    {
        var seed = Number("SPACEFORGE_TEST_SEED") ?? 20_261_130;
        TestContext.Current.SendDiagnosticMessage($"SPACEFORGE_TEST_SEED={seed}");
        var random = new Random(seed);
        for (var edit = 0; edit < (Number("SPACEFORGE_TEST_EDITS") ?? 5); edit++)
        {
            var done = Edit(random);
            var made = await _author.RunAsync("generate", "-o", "-");
            var ran = made.ExitCode == 0 ? await _author.RunAsync("run", "after_plan") : made;
            var fresh = await _author.BuildFreshAsync();
            Assert.True(fresh.Made == made
                && fresh.Ran == ran, $"Seed {seed}, edit {edit} ({done}):\n{made}\n{ran}\nFull build:\n{fresh.Made}\n{fresh.Ran}");
        }
    }

    /// <summary>Makes or reverts one change.</summary>
    string Edit(Random random)
    {
        (string Part, string[] Values)[] choices =
        [
            ("author", ["\"one\"", "\"two\"", "Words.Author", "Words.Missing"]),
            ("hook", ["", "Logger.LogInformation(\"first\");",
                "Logger.LogInformation(\"second {Word}\", Words.Author);", "int unused;", "var x = ;"]),
            ("word", ["a", "b"]),
            ("directive", ["", "#:property DefineConstants=$(DefineConstants);SET",
                "#:property Nullable=disable", "#:property NoWarn=$(NoWarn);CS0168"]),
            ("props", [
                "", "<DefineConstants>$(DefineConstants);SET</DefineConstants>", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>"]),
            ("severity", ["none", "warning", "error"]),
        ];
        var (part, values) = random.GetItems(choices, 1)[0];
        _parts[part] = random.GetItems(values, 1)[0];
        Write();
        return $"{part} = {_parts[part]}";
    }

    void Write()
    {
        _author.Write("plugin.cs", PluginText.With(
            directives: $"#:include words.cs\n{_parts.GetValueOrDefault("directive")}",
            hook: _parts.GetValueOrDefault("hook", ""),
            declarations: $$"""
                #if SET
                public override string Version => "2.0.0";
                #endif
                public override string Author => {{_parts.GetValueOrDefault("author", "\"one\"")}};
                """));
        _author.Write("words.cs", $"static class Words {{ public const string Author = \"{_parts.GetValueOrDefault("word", "a")}\"; }}\n");
        _author.Write("Directory.Build.props", $"<Project><PropertyGroup>{_parts.GetValueOrDefault("props")}</PropertyGroup></Project>");
        _author.Write(
            ".editorconfig", $"root = true\n[*.cs]\ndotnet_diagnostic.CS0168.severity = {_parts.GetValueOrDefault("severity", "warning")}\n");
    }

    static int? Number(string variable) => int.TryParse(
        Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
