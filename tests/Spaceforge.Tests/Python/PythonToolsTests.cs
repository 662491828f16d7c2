using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Spaceforge.Commands;
using Spaceforge.Hosting;
using Spaceforge.Python;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Python;

/// <summary>Tools of Python packages, installed by a real pip from wheels in a folder.</summary>
public sealed class PythonToolsTests : IClassFixture<PythonToolsTests.MadeEnvironment>, IDisposable
{
    readonly FakeSpacelift _spacelift = new();
    readonly TemporaryFolder _wheels = new();
    readonly PluginHarness<Plugin> _harness;
    readonly MadeEnvironment _made;

    public PythonToolsTests(MadeEnvironment made)
    {
        _made = made;
        _harness = new PluginHarness<Plugin> { Spacelift = _spacelift };
        _harness.Commands.RunOthers = true;
        _harness.Environment["PIP_NO_INDEX"] = "1";
        _harness.Environment["PIP_FIND_LINKS"] = _wheels.Path;
    }

    string Root => Path.GetDirectoryName(_harness.ProjectRoot)!;

    string Kept => Path.Combine(Root, "plugins", ".spaceforge", "python");

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
        _wheels.Dispose();
    }

    [Fact]
    public async Task The_commands_of_a_package_are_on_the_PATH_and_later_hooks_do_not_install_it_again()
    {
        await NeedsPythonAsync();
        Wheel("1.0");
        // The repository must bring neither modules nor settings.
        _harness.WriteFile("pip.py", "raise SystemExit('the repository was imported')");
        _harness.WriteFile("site.py", "raise SystemExit('the repository was imported')");
        _harness.WriteFile("setup.cfg", "[install]\nprefix=/nowhere\n");
        _harness.Environment["PYTHONPATH"] = _harness.ProjectRoot;

        var outcome = await InstallAsync("my_tool==1.0");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("my tool 1.0 says hello", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("Installing my_tool==1.0 with pip.", outcome.Log, StringComparison.Ordinal);

        foreach (var wheel in Directory.GetFiles(_wheels.Path)) File.Delete(wheel);
        var later = await InstallAsync("my_tool==1.0");
        Assert.Contains("my tool 1.0 says hello", later.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Installing", later.Log, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Kept));
    }

    [Fact]
    [Trait("Only", "ci")]
    public async Task An_installation_that_was_killed_is_made_again()
    {
        await NeedsPythonAsync();
        await CopyEnvironmentsAsync();
        Wheel("1.0");
        Assert.True((await InstallAsync("my_tool==1.0")).Succeeded);
        var folder = Directory.GetDirectories(Kept).Single();
        File.Delete(Path.Combine(folder, "spaceforge-ready"));
        File.Delete(Path.Combine(folder, "bin", "my-tool"));

        var again = await InstallAsync("my_tool==1.0");
        Assert.True(again.Succeeded, again.Log);
        Assert.Contains("my tool 1.0 says hello", again.Log, StringComparison.Ordinal);

        // After a pause, the image may have another Python.
        File.Delete(Path.Combine(folder, "bin", "python"));
        File.CreateSymbolicLink(Path.Combine(folder, "bin", "python"), "/nowhere/python3");
        Assert.True((await InstallAsync("my_tool==1.0")).Succeeded);
    }

    [Fact]
    [Trait("Only", "ci")]
    [Attack("API", "a package index that serves another package than the plugin pinned by hash", "pip refuses it and the hook fails")]
    public async Task A_hash_is_checked()
    {
        await NeedsPythonAsync();
        await CopyEnvironmentsAsync();
        var sum = Wheel("1.0");
        Assert.True((await InstallAsync($"my_tool==1.0 --hash=sha256:{sum}")).Succeeded);
        var other = await InstallAsync($"my_tool==1.0 --hash=sha256:{new string('0', 64)}");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("cannot be installed: pip failed: ERROR:", other.Log, StringComparison.Ordinal);
        Assert.Contains(sum, other.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_does_not_exist_fails_the_hook_with_pips_reason()
    {
        await NeedsPythonAsync();
        await CopyEnvironmentsAsync();
        var outcome = await InstallAsync("my_tool==2.0");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("my_tool==2.0 cannot be installed: pip failed: ERROR: No matching distribution found for my_tool==2.0", outcome.Log,
            StringComparison.Ordinal);
    }

    [Fact]
    [Attack("repository", "a link where the workspace keeps Python tools", "the hook fails and nothing is written through the link")]
    public async Task A_link_in_place_of_the_folder_is_refused()
    {
        await NeedsPythonAsync();
        Wheel("1.0");
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        var target = Directory.CreateDirectory(Path.Combine(Root, "target"));
        File.CreateSymbolicLink(Kept, target.FullName);
        Assert.Equal(1, (await InstallAsync("my_tool==1.0")).ExitCode);
        Assert.Empty(target.GetFileSystemInfos());
    }

    [Fact]
    [Trait("Only", "ci")]
    public async Task A_local_run_keeps_tools_in_the_users_cache()
    {
        await NeedsPythonAsync();
        await CopyEnvironmentsAsync();
        Wheel("1.0");
        _harness.Spacelift = null;
        _harness.Environment["HOME"] = _wheels.PathOf("home");
        Assert.True((await InstallAsync("my_tool==1.0")).Succeeded);
        Assert.Single(Directory.GetDirectories(_wheels.PathOf("home", ".cache", "spaceforge-python")));
    }

    [Fact]
    public async Task A_test_can_answer_for_Python()
    {
        _harness.Commands.RunOthers = false;
        _harness.Commands.Answer("python3").Answer("my-tool", output: "answered");
        var outcome = await _harness.UseAsync(async (services, stop) =>
        {
            _harness.Commands.Answer(Path.Combine(Kept, "e3b0c44298fc1c149afbf4c8996fb924", "bin", "python"));
            await new PythonTools("my_tool==1.0").InstallIfMissingAsync("my-tool", services, stop);
            await services.RunCliAsync("my-tool");
        }, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("answered", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_without_Python_is_named()
    {
        _harness.Environment["PATH"] = _wheels.Path;
        var outcome = await RunAsync(services => new PythonTools("my_tool==1.0").InstallAsync(services));
        Assert.Equal(1, outcome);
        Assert.Contains("my_tool==1.0 needs Python 3, which is not on the PATH of this image.", _log, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Only", "ci")]
    public async Task A_tool_that_cannot_start_on_the_image_is_replaced_by_its_package()
    {
        await NeedsPythonAsync();
        Wheel("1.0");
        WriteProgram("my-tool", Elf("/lib/ld-of-another-libc.so.1"));
        // The interpreter itself: a script that chooses one is asked each time.
        var folder = await new CommandLine(
            "python3", "-c", "import os, sys; print(os.path.dirname(os.path.realpath(sys.executable)))").RunAsync();
        _harness.Environment["PATH"] = $"{_wheels.Path}:{folder.ShouldExit(0).Output.Trim()}:{_harness.Environment["PATH"]}";
        _harness.Environment["SPACELIFT_DEBUG"] = "true";
        var code = await RunAsync(async services =>
        {
            await new PythonTools("my_tool==1.0").InstallIfMissingAsync("my-tool", services);
            await services.RunCliAsync("my-tool", "hello");
        });
        Assert.True(code == 0, _log);
        Assert.Contains("'my-tool' does not start on this image", _log, StringComparison.Ordinal);
        Assert.Contains("my tool 1.0 says hello", _log, StringComparison.Ordinal);
        Assert.Contains("Running: python3 -I -c", _log, StringComparison.Ordinal);

        // A later hook does not start the interpreter to know that it has not changed.
        Assert.Equal(0, await RunAsync(services => new PythonTools("my_tool==1.0").InstallIfMissingAsync("my-tool", services)));
        Assert.Contains("'my-tool' does not start on this image", _log, StringComparison.Ordinal);
        Assert.DoesNotContain("Running:", _log, StringComparison.Ordinal);

        // One that starts stays.
        WriteProgram("my-tool", "#!/bin/sh\necho the one of the image\n"u8.ToArray());
        Assert.Equal(0, await RunAsync(async services =>
        {
            await new PythonTools("my_tool==1.0").InstallIfMissingAsync("my-tool", services);
            await services.RunCliAsync("my-tool", "hello");
        }));
        Assert.Contains("the one of the image", _log, StringComparison.Ordinal);
        Assert.DoesNotContain("does not start", _log, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_is_looked_for_in_executables_and_scripts()
    {
        Assert.True(ProgramFile.HasInterpreter(Environment.ProcessPath!));
        (byte[] Content, bool Starts)[] files =
        [
            (Elf("/bin/sh"), true), (Elf("/nowhere/ld.so"), false), ("#!/bin/sh\n"u8.ToArray(), true),
            ("#! /nowhere/sh -e\n"u8.ToArray(), false),
            ("#!relative\n"u8.ToArray(), true), ([], true), ([0x7F], true),
            (Elf("/nowhere/ld.so")[..64], true), (Elf("/nowhere/ld.so")[..100], true),
        ];
        foreach (var (content, starts) in files) Assert.Equal(starts, ProgramFile.HasInterpreter(WriteProgram("program", content)));

        // Whatever the file says of itself, it is not read beyond its end.
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var hostile = Elf("/nowhere/ld.so");
            for (var j = 0; j < 6; j++) hostile[random.Next(6, hostile.Length)] = (byte)random.Next(256);
            _ = ProgramFile.HasInterpreter(WriteProgram("program", hostile));
        }
    }

    [Theory]
    [InlineData("checkov", "write checkov==VERSION")]
    [InlineData("checkov>=3", "write checkov==VERSION")]
    [InlineData("checkov==3.*", "write checkov==VERSION")]
    [InlineData("Check_Ov ~=3.1", "write check-ov==VERSION")]
    [InlineData("", "is not a package")]
    [InlineData("-r other.txt", "is not a package")]
    [InlineData("--index-url=https://example.com", "is not a package")]
    [InlineData("-e .", "is not a package")]
    [InlineData("./folder", "is not a package")]
    [InlineData("name @ https://example.com/x.whl", "is not a package")]
    [InlineData("git+https://example.com/x", "is not a package")]
    [InlineData("checkov==1.0\n--index-url=https://example.com", "is not a package")]
    [InlineData("checkov==1.0 --index-url=https://example.com", "checkov==VERSION")]
    [InlineData("checkov==1.0 ; python_version > '3'\n-e .", "is not a package")]
    public void Only_packages_with_one_version_are_installed(string line, string reason) => Assert.Contains(
        reason, Assert.Throws<ArgumentException>(() => new PythonTools(line)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("checkov==3.3.9")]
    [InlineData("ansible-core == 2.17.1rc1")]
    [InlineData("uvicorn[standard, extra]===0.30+local ; python_version >= '3.9' and sys_platform != 'win32'")]
    public void Extras_and_markers_may_be_there(string line) => _ = new PythonTools(line);

    [Fact]
    public void A_file_is_split_into_its_requirements() => Assert.Equal(
        ["checkov==3.3.9 --hash=sha256:ab", "boto3>=1", "x#y==1"],
        PythonRequirement.Lines("# tools\ncheckov==3.3.9 \\\n --hash=sha256:ab\r\n\n  boto3>=1   # library\nx#y==1\n").Select(
            line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    string _log = "";

    Task<HookOutcome> InstallAsync(string requirement) => _harness.UseAsync(async (services, stop) =>
    {
        await new PythonTools(requirement).InstallAsync(services, stop);
        await services.RunCliAsync("my-tool", "hello");
    }, TestContext.Current.CancellationToken);

    /// <summary>Runs statements in a hook whose commands no test answers, as on a worker.</summary>
    async Task<int> RunAsync(Func<HookServices, Task> statements)
    {
        using var log = new StringWriter();
        var environment = new HostEnvironment
        {
            Output = TextWriter.Null,
            Error = TextWriter.Synchronized(log),
            Env = new EnvironmentVariables(new Dictionary<string, string>(_harness.Environment)
            {
                ["TF_VAR_spacelift_run_id"] = "01RUN",
                ["TF_VAR_spacelift_workspace_root"] = Root,
                ["NO_COLOR"] = "1",
            }),
            HasEveryHook = true,
            WorkingDirectory = _harness.ProjectRoot,
        };
        var host = new PluginHost(
            typeof(Plugin), () => new Plugin { InPlaceOfHooks = (services, _) => statements(services) }, environment);
        var code = await host.RunAsync(["run", "after_plan"], TestContext.Current.CancellationToken);
        _log = log.ToString();
        return code;
    }

    static async Task NeedsPythonAsync()
    {
        Needs.Program("python3");
        var outcome = await new CommandLine("python3", "-I", "-c", "import venv, ensurepip").RunAsync();
        if (outcome.ExitCode != 0) Needs.Missing("python3 has no venv; on Debian, the package python3-venv has it");
    }

    /// <summary>
    /// venv installs pip into each new environment, for five seconds: where a test is not about that, one that was made is copied.
    /// </summary>
    async Task CopyEnvironmentsAsync()
    {
        var python = (await new CommandLine("sh", "-c", "command -v python3").RunAsync()).ShouldExit(0).Output.Trim();
        _wheels.WriteScript(
            "python3", $"[ \"$1 $2 $3\" != '-I -m venv' ] || exec cp -a '{await _made.PathAsync()}' \"$4\"\nexec '{python}' \"$@\"");
        _harness.Environment["PATH"] = $"{_wheels.Path}:{_harness.Environment["PATH"]}";
    }

    string WriteProgram(string name, byte[] content)
    {
        var path = _wheels.PathOf(name);
        File.Delete(path);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }

    /// <summary>An executable that no kernel can start without its dynamic linker.</summary>
    static byte[] Elf(string interpreter)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("\u007FELF\u0002\u0001\u0001"u8);
        writer.Write(new byte[9]);
        writer.Write((short)2);
        writer.Write((short)(RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? 183 : 62));
        writer.Write(1);
        writer.Write(0x400000L);
        writer.Write(64L);
        writer.Write(0L);
        writer.Write(0);
        writer.Write((short)64);
        writer.Write((short)56);
        writer.Write((short)1);
        writer.Write(new byte[6]);
        // The only program header: the interpreter, right behind it.
        writer.Write(3);
        writer.Write(4);
        writer.Write(120L);
        writer.Write(0L);
        writer.Write(0L);
        writer.Write(interpreter.Length + 1L);
        writer.Write(interpreter.Length + 1L);
        writer.Write(1L);
        writer.Write([.. interpreter.Select(c => (byte)c), 0]);
        return file.ToArray();
    }

    /// <summary>Writes a package with the command 'my-tool', and returns its sum.</summary>
    string Wheel(string version)
    {
        var path = _wheels.PathOf($"my_tool-{version}-py3-none-any.whl");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            (string Name, string Text)[] files =
            [
                ("my_tool.py", $"import sys\ndef main():\n    print('my tool {version} says', sys.argv[1])\n"),
                ($"my_tool-{version}.dist-info/METADATA", $"Metadata-Version: 2.1\nName: my-tool\nVersion: {version}\n"),
                ($"my_tool-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
                ($"my_tool-{version}.dist-info/entry_points.txt", "[console_scripts]\nmy-tool = my_tool:main\n"),
                ($"my_tool-{version}.dist-info/RECORD", ""),
            ];
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
    }

    /// <summary>An environment with pip.</summary>
    public sealed class MadeEnvironment : IDisposable
    {
        readonly TemporaryFolder _folder = new();

        public async Task<string> PathAsync()
        {
            var path = _folder.PathOf("venv");
            if (!Directory.Exists(path)) (await new CommandLine("python3", "-I", "-m", "venv", path).RunAsync()).ShouldExit(0);
            return path;
        }

        public void Dispose() => _folder.Dispose();
    }

    sealed class Plugin : SpaceforgePlugin
    {
        public override string Name => "my-plugin";
    }
}
