using System.Text;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>What envsubst does to files.</summary>
public sealed class EnvsubstTests : IDisposable
{
    readonly FakeSpacelift _spacelift = new();
    readonly PluginHarness<Envsubst> _harness = new();
    readonly TemporaryFolder _outside = new();

    public EnvsubstTests()
    {
        _harness.Spacelift = _spacelift;
        _harness.Parameters["variables"] = "NAME, APP_*";
        _harness.Environment["NAME"] = "value";
        _harness.Environment["APP_IMAGE"] = "app:1";
        _harness.Environment["APP_EMPTY"] = "";
        _harness.Environment["OTHER"] = "another-value";
    }

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("${NAME}", "value")]
    [InlineData("$NAME", "value")]
    [InlineData("$NAME.$NAME-$NAME/", "value.value-value/")]
    [InlineData("${NAME}S ${APP_IMAGE}", "valueS app:1")]
    [InlineData("${NAME:-other}", "value")]
    [InlineData("${APP_NONE:-a b:c}", "a b:c")]
    [InlineData("${APP_EMPTY:-full}${APP_EMPTY}", "full")]
    [InlineData("${APP_NONE:-}", "")]
    public async Task Allowed_variables_are_put_in(string text, string expected) => Assert.Equal(expected, await SubstitutedAsync(text));

    [Theory]
    [InlineData("${OTHER} $OTHER ${OTHER:-x}")]
    [InlineData("$NAMES $NAME_ ${NAMES} $XNAME $name")]
    [InlineData("$ $$ $1 ${1} $(NAME) ${} ${NAME ${ NAME } $-NAME $")]
    [InlineData("${NAME:=x} ${NAME:+x} ${NAME-x} ${#NAME} ${NAME%x} ${NAME.x} ${{ NAME }}")]
    [InlineData("NAME {NAME} %NAME% \\{NAME}")]
    public async Task Everything_else_stays(string text) => Assert.Equal(text, await SubstitutedAsync(text));

    [Fact]
    public async Task Values_are_not_looked_through_again()
    {
        _harness.Environment["NAME"] = "${APP_IMAGE}$NAME";
        Assert.Equal("${APP_IMAGE}$NAME", await SubstitutedAsync("$NAME"));
        Assert.Equal("${APP_IMAGE}$NAME", await SubstitutedAsync("${APP_IMAGE}$NAME", Hook.BeforePerform));
        Assert.Equal("${APP_IMAGE}$NAME", await SubstitutedAsync("${APP_IMAGE}$NAME", Hook.BeforeDestroy));
    }

    [Theory]
    [InlineData(Hook.BeforePerform)]
    [InlineData(Hook.BeforeDestroy)]
    public async Task A_run_without_init_has_its_variables_too(Hook hook) => Assert.Equal("value", await SubstitutedAsync("$NAME", hook));

    [Fact]
    public async Task Undefined_variables_fail_the_run_and_no_file_changes()
    {
        _harness.WriteFile("a.yaml", "x: ${NAME}\n");
        _harness.WriteFile("b/c.yaml", "one\n\nx: ${APP_NONE}\ny: $APP_GONE ${APP_THERE:-x}\n");
        var outcome = await RunAsync();

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no file was changed:\n[SpaceForge] b/c.yaml, line 3: APP_NONE\n[SpaceForge] b/c.yaml, line 4: APP_GONE\n", outcome.Log, StringComparison.Ordinal);
        Assert.Equal("x: ${NAME}\n", Text("a.yaml"));
    }

    [Theory]
    [InlineData("keep", "${APP_NONE} $APP_NONE value")]
    [InlineData("empty", "  value")]
    public async Task Undefined_variables_are_the_installers_choice(string choice, string expected)
    {
        _harness.Parameters["undefined_variables"] = choice;
        Assert.Equal(expected, await SubstitutedAsync("${APP_NONE} $APP_NONE $NAME"));
    }

    [Theory]
    [InlineData("EFBBBF610D0A244E414D450D0A0D62", "EFBBBF610D0A76616C75650D0A0D62")]
    [InlineData("C3A9F09F98800A244E414D45", "C3A9F09F98800A76616C7565")]
    [InlineData("244E414D4500", "244E414D4500")]
    [InlineData("244E414D45FF", "244E414D45FF")]
    [InlineData("FFFE24004E0041004D004500", "FFFE24004E0041004D004500")]
    [InlineData("", "")]
    public async Task Marks_line_ends_and_files_that_are_no_text_are_kept_to_the_byte(string before, string after)
    {
        var path = Path.Combine(_harness.ProjectRoot, "a.yaml");
        await File.WriteAllBytesAsync(path, Convert.FromHexString(before), TestContext.Current.CancellationToken);
        Assert.True((await RunAsync()).Succeeded);
        Assert.Equal(after, Convert.ToHexString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Modes_are_kept_and_nothing_is_left_beside_the_files()
    {
        _harness.WriteFile("a.yaml", "$NAME");
        File.SetUnixFileMode(Path.Combine(_harness.ProjectRoot, "a.yaml"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.True((await RunAsync()).Succeeded);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_harness.ProjectRoot, "a.yaml")));
        Assert.Equal(["a.yaml", "envsubst.custom.spacelift.json"], Directory.GetFileSystemEntries(_harness.ProjectRoot).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_files_that_match_are_changed()
    {
        _harness.Parameters["files"] = "deploy/**/*.yaml *.tmpl,none/*.yml";
        foreach (var file in (string[])["deploy/a.yaml", "deploy/x/y/b.yaml", "top.yaml", "top.tmpl", "x/top.tmpl", "deploy/.hidden/c.yaml"]) _harness.WriteFile(file, "$NAME");
        var outcome = await RunAsync();

        Assert.All((string[])["deploy/a.yaml", "deploy/x/y/b.yaml", "top.tmpl"], file => Assert.Equal("value", Text(file)));
        Assert.All((string[])["top.yaml", "x/top.tmpl", "deploy/.hidden/c.yaml"], file => Assert.Equal("$NAME", Text(file)));
        Assert.Contains("No file matches none/*.yml.", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkfifo a.yaml", "not a regular file")]
    [InlineData("truncate -s 3G a.yaml", "larger than")]
    [Attack("repository", "a FIFO or a huge file among the files for substitution", "the hook fails with file and reason")]
    public async Task What_is_not_a_file_does_not_block_it(string command, string reason)
    {
        (await new CommandLine("/bin/sh", "-c", command) { Folder = _harness.ProjectRoot }.RunAsync()).ShouldExit(0);
        var outcome = await Wait.ForAsync(RunAsync(), "the end of the hook");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("repository", "half a million references to variables without a value", "the first ones are reported, quickly")]
    public async Task Endless_references_are_reported_immediately()
    {
        _harness.WriteFile("a.yaml", string.Concat(Enumerable.Repeat("${APP_NONE}\n", 500_000)));
        var outcome = await Wait.ForAsync(RunAsync(), "the end of the hook");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(100, outcome.Log.Split(": APP_NONE").Length - 1);
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        var outside = _outside.Write("folder/a.yaml", "$NAME");
        File.CreateSymbolicLink(Path.Combine(_harness.ProjectRoot, "file.yaml"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_harness.ProjectRoot, "folder"), _outside.PathOf("folder"));
        Assert.True((await RunAsync()).Succeeded);
        Assert.Equal("$NAME", await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("A-B")]
    [InlineData("NAME;rm")]
    [InlineData("${NAME}")]
    [InlineData("1A")]
    public async Task An_invalid_name_is_reported(string name)
    {
        _harness.Parameters["variables"] = $"NAME {name}";
        var outcome = await RunAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"'{name}' in the parameter 'Variables' is not a variable name", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variables_have_to_be_named()
    {
        _harness.Parameters.Clear();
        Assert.Equal(2, (await RunAsync()).ExitCode);
    }

    [Fact]
    public async Task The_report_names_files_and_variables_and_no_values()
    {
        _harness.WriteFile("a.yaml", "$NAME ${NAME} $APP_IMAGE");
        var outcome = await RunAsync();
        Assert.Contains("| `a.yaml` | `NAME` | 2 |\n", outcome.Markdown[^1], StringComparison.Ordinal);
        Assert.Equal("a.yaml", (string?)outcome.PolicyInputs["envsubst"]["files"]![0]!["path"]);
        Assert.Equal("""["APP_IMAGE","NAME"]""", outcome.PolicyInputs["envsubst"]["files"]![0]!["variables"]!.ToJsonString());
        Assert.Contains("Variables substituted: 3, in files: 1.", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("value", outcome.Log + outcome.Output + outcome.Markdown[^1] + outcome.PolicyInputs["envsubst"].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_run_writes_nothing()
    {
        _harness.Spacelift = null;
        Assert.Equal("$NAME", await SubstitutedAsync("$NAME"));
    }

    async Task<string> SubstitutedAsync(string text, Hook hook = Hook.BeforeInit)
    {
        _harness.WriteFile("a.yaml", text);
        var outcome = await RunAsync(hook);
        Assert.True(outcome.Succeeded, outcome.Log);
        return Text("a.yaml");
    }

    Task<HookOutcome> RunAsync(Hook hook = Hook.BeforeInit) => _harness.RunAsync(hook, TestContext.Current.CancellationToken);

    string Text(string file) => File.ReadAllText(Path.Combine(_harness.ProjectRoot, file), Encoding.UTF8);
}
