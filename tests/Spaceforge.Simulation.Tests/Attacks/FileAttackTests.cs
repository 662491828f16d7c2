namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>Files that the tool reads and writes after a hook tampered with them.</summary>
public sealed class FileAttackTests : Attacked
{
    const string PolicyInput = "x.custom.spacelift.json";

    string Source => Simulated.Folder.PathOf("source");

    [Theory]
    [MemberData(nameof(Users))]
    [Attack("repository", "a link out of the source with the name of a mounted file", "it is replaced, and its target is kept")]
    public async Task A_link_in_place_of_a_mounted_file_is_replaced(string user)
    {
        await ShellAsync($"mkdir -p \"$1/plugins\" && ln -s '{Victim}' \"$1/file\"", Source);
        Mount("source/file");
        Assert.Equal(["mounted"], (await RunAsync(user, 0, "--source", Source)).Log);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("missing")]
    [Attack("repository", "a linked folder on the way to a mounted file", "the run is rejected, and nothing is written there")]
    public async Task A_linked_folder_on_the_way_is_refused(string target)
    {
        await ShellAsync($"mkdir \"$1\" && ln -s '{Outside}/{target}' \"$1/way\"", Source);
        Mount("source/way/inner");
        var outcome = (await StartAsync("root", "--source", Source)).ShouldExit(2);
        Assert.Contains("cannot be mounted", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ln -s '{0}' \"$1/root\"")]
    [InlineData("mkfifo \"$1/root\"")]
    [InlineData(": >\"$1/root\"")]
    [Attack("repository", "a project root that is a link out of the source, a FIFO or a file", "the run is refused")]
    public async Task A_project_root_that_is_not_a_folder_is_refused(string make)
    {
        await ShellAsync($"mkdir \"$1\" && {string.Format(System.Globalization.CultureInfo.InvariantCulture, make, Outside)}", Source);
        Simulated.Write(new PluginManifest("one"));
        (await StartAsync("root", "--source", Source, "--project-root", "root")).ShouldExit(2);
    }

    [Theory]
    [InlineData("mkfifo main.tf")]
    [InlineData("ln -s /dev/zero main.tf")]
    [InlineData("ln -s main.tf main.tf")]
    [InlineData("mkdir main.tf")]
    [InlineData("yes '' | head -c 300000 >main.tf")]
    [InlineData("printf 'backend' >main.tf; head -c 300000 /dev/zero | tr '\\0' ' ' >>main.tf; echo x >>main.tf")]
    [InlineData("truncate -s 20G main.tf")]
    [InlineData("printf '\\377\\376\\000' >main.tf")]
    [Attack("repository", "a configuration that is a FIFO, a link to a device or to itself, a folder, 300 KB of blanks, 20 GB, not text",
        "it is read within limits or not at all")]
    public async Task A_hostile_configuration_hangs_nothing(string make)
    {
        await ShellAsync($"mkdir \"$1\" && cd \"$1\" && {make}", Source);
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", $"echo '{Done}'")));
        Assert.Equal(
            Done, (await RunAsync("root", 0, "--source", Source, "--phase", "init=:", "--phase", "plan=:", "--disk-limit", "50MB")).Log[0]);
    }

    [Fact]
    [Attack("repository", "a link with the name of the override that keeps the state local", "it is replaced, and its target is kept")]
    public async Task A_link_in_place_of_the_override_is_replaced()
    {
        await ShellAsync($"mkdir \"$1\" && cd \"$1\" && echo 'terraform {{ backend \"s3\" {{}} }}' | tr '{{' '\\n' >/dev/null; printf 'terraform {{\\n backend \"s3\" {{\\n}}\\n}}\\n' >main.tf; ln -s '{Victim}' spaceforge_override.tf", Source);
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", "cat spaceforge_override.tf")));
        Assert.Contains("terraform {", (await RunAsync("root", 0, "--source", Source, "--phase", "init=:", "--phase", "plan=:")).Log);
    }

    [Theory]
    [InlineData("mkfifo {0}")]
    [InlineData("ln -s /dev/zero {0}")]
    [InlineData("ln -s /etc/passwd {0}")]
    [InlineData("mkdir {0}")]
    [InlineData("truncate -s 100G {0}")]
    [InlineData("printf '{{\"a\": 1, \"a\": 2}}' >{0}")]
    [InlineData("printf '{{\"a\": {{\"b\": 1, \"b\": 2}}}}' >{0}")]
    [InlineData("printf '{{\"a\": \"\\\\ud800\"}}' >{0}")]
    [InlineData("head -c 100000 /dev/zero | tr '\\0' '[' >{0}")]
    [InlineData("printf '{{\"a\": 1e999999}}' >{0}")]
    [InlineData(": >{0}")]
    [InlineData("printf '\\377\\376' >{0}")]
    [InlineData("echo null >{0}")]
    [Attack(
        "plugin",
        "policy input that is a FIFO, a link, a folder, a sparse file of 100 GB, not JSON, or JSON with duplicate keys, half characters, 100,000 levels or endless numbers", "a warning at most; a secret file is not read")]
    public async Task Hostile_policy_input_is_a_warning(string make)
    {
        var result = await AttackAsync(
            0, $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, make, PolicyInput)}; echo '{Done}'");
        Assert.Equal("FINISHED", result.FinalState);
        if (!make.Contains("1e9", StringComparison.Ordinal))
        {
            Assert.Contains("so plan policies do not see it", result.Warnings, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("root:", result.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkfifo {0}")]
    [InlineData("ln -s /dev/zero {0}")]
    [InlineData("mkdir {0}")]
    [InlineData("truncate -s 100G {0}")]
    [InlineData("head -c 1000000 /dev/zero | tr '\\0' '[' >{0}")]
    [InlineData("echo '{{\"format_version\": \"1.2\", \"resource_changes\": {{}}}}' >{0}")]
    [Attack("plugin", "a plan that is a FIFO, a link to a device, a folder, a sparse file of 100 GB, a million levels deep, or malformed",
        "the run continues with a warning")]
    public async Task A_hostile_plan_is_a_warning(string make)
    {
        Simulated.Write(new PluginManifest("one")
            .Context(
                "one",
                ("after_plan", $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, make, "spacelift.plan.json")}; echo '{Done}'")));
        var result = await RunAsync("root", 0, "--run-type", "tracked");
        Assert.Contains("spacelift.plan.json", result.Warnings, StringComparison.Ordinal);
        Assert.Contains("apply passed", result.Phases);
    }

    [Theory]
    [InlineData("cd / && rm -rf /mnt/workspace/source")]
    [InlineData("cd / && rm -rf /mnt/workspace/source && ln -s '{0}' /mnt/workspace/source")]
    [InlineData("cd / && rm -rf /mnt/workspace/source && mkfifo /mnt/workspace/source")]
    [InlineData("chmod 0 /mnt/workspace/source")]
    [InlineData("chmod 0444 /mnt/workspace/source")]
    [InlineData("chmod 0 /mnt/workspace")]
    [Attack("plugin", "the source's folder removed, replaced by a link or a FIFO, or closed, between two phases",
        "a verdict, and the link's target is neither read nor written")]
    public async Task The_source_can_go_away(string hook)
    {
        foreach (var user in Users)
        {
            foreach (var way in (string[])["namespaces", "rewritten"])
            {
                Simulated.Write(new PluginManifest("one")
                    .Context("one", ("before_init", string.Format(System.Globalization.CultureInfo.InvariantCulture, hook, Outside))));
                var outcome = await StartAsync(user.Data, Options(way));
                Assert.InRange(outcome.ExitCode, 0, 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Users))]
    [Attack("plugin", "3,000 nested folders", "the run ends, and the tree is removed")]
    public async Task A_deep_tree_ends_the_run(string user)
    {
        var result = await AttackAsync(
            user, 1,
            "cat >/tmp/deep.pl </dev/null; i=0; while [ $i -lt 3000 ]; do mkdir d && cd -P d 2>/dev/null || break; i=$((i+1)); done; sleep 60");
        Assert.Contains("nested deeper than 200", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Users))]
    [Attack("plugin", "folders with files that can be listed but not entered, or neither", "they are skipped, and removed")]
    public async Task Closed_folders_are_passed_over(string user)
    {
        var result = await AttackAsync(
            user,
            0, $"mkdir -p a/b c d/e/f && touch a/b/x c/x d/e/f/x && chmod 0444 a c && chmod 0 d/e/f && chmod 0 d/e && chmod 0111 d; echo '{Done}'");
        Assert.Equal([Done], result.Log);
    }

    [Fact]
    [Attack("plugin", "20,000 files, and names with line breaks, escape sequences and invalid UTF-8",
        "they are listed in a few lines of clean text")]
    public async Task Many_and_strange_names_are_reported_cleanly()
    {
        var result = await AttackAsync(
            0, "mkdir many; (cd many; seq 20000 | xargs touch); touch \"$(printf 'a\\nb')\" \"$(printf '\\033[2J\\a')\" \"$(printf '\\377\\376')\" \"$(printf '\\355\\240\\200')\"; touch \"/tmp/$(printf 'x\\ny\\033]0;t\\a')\"");
        Assert.True(result.Json.GetProperty("written").GetArrayLength() < 50, "There are too many entries.");
        Assert.DoesNotContain('\e', Simulated.Last.Output);
    }

    [Fact]
    [Attack(
        "plugin", "sockets, FIFOs, link cycles and links to devices all over the workspace", "they are neither opened nor followed")]
    public async Task Special_files_are_passed_over()
    {
        var result = await AttackAsync(
            0, $"mkdir x; cd x; mkfifo f; ln -s . loop; ln -s /dev/zero z; ln -s /proc p; ln -s / r; python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('s')\"; echo '{Done}'");
        Assert.Equal([Done], result.Log);
        Assert.Equal(0, result.Json.GetProperty("written").GetArrayLength());
    }

    void Mount(string path) => Simulated.Write(new PluginManifest("one").Context(
        "one",
        new System.Text.Json.Nodes.JsonObject
        {
            ["mounted_files"] = new System.Text.Json.Nodes.JsonArray(
                new System.Text.Json.Nodes.JsonObject { ["path"] = $"/mnt/workspace/{path}", ["content"] = "mounted" }),
        },
        ("before_init", $"cat /mnt/workspace/{path}; echo")));
}
