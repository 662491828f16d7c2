namespace Spaceforge.Worker.Tests.Containers;

/// <summary>One container of a run, as a user that is not root, with one shell session in it.</summary>
sealed record Container(RunnerImage Image)
{
    const string User = "1983";

    /// <summary>The shells that are <c>sh</c> in runner images, by their places in the images.</summary>
    public static string[] Shells => ["/bin/busybox", "/bin/dash", "/bin/bash"];

    public string Shell { get; init; } = "/bin/busybox";

    /// <summary>Shell commands that root runs in the image's root folder before the session.</summary>
    public string Preparation { get; init; } = "";

    /// <summary>The size of the workspace's disk, for instance <c>8m</c>; such a workspace is gone afterwards.</summary>
    public string DiskSize { get; init; } = "";

    public bool HasNetwork { get; init; } = true;

    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    public string SearchPath { get; init; } = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public Container With(string preparation) => this with { Preparation = $"{Preparation}\n{preparation}" };

    public Container With(string variable, string? value) =>
        this with { Variables = new Dictionary<string, string?>(Variables) { [variable] = value } };

    public async Task<Outcome> RunAsync(string workspace, string session)
    {
        var scratch = Directory.CreateTempSubdirectory("spaceforge-container-");
        try
        {
            // With 'timeout' a test that hangs fails with its output.
            return await new CommandLine(
                "timeout", ["--kill-after=5", "150", "unshare", .. Arguments(workspace, scratch.FullName, session)])
                .RunAsync();
        }
        finally
        {
            scratch.Delete();
        }
    }

    /// <summary>Starts the session, and kills it and all that it started as soon as something has happened.</summary>
    public async Task KillAsync(string workspace, string session, Func<Task> happened)
    {
        var scratch = Directory.CreateTempSubdirectory("spaceforge-container-");
        using var process = new CommandLine("unshare", Arguments(workspace, scratch.FullName, session)).Start();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync(CancellationToken.None);
        var happens = happened();
        var first = await Wait.ForAsync(Task.WhenAny(happens, ended), "what the session is killed at", TimeSpan.FromMinutes(5));
        // The first process of the container goes with this one, and all others with it, at once.
        process.Kill();
        await Wait.ForAsync(ended, "the end of the killed container");
        var texts = await Wait.ForAsync(output, "the output of the killed container");
        scratch.Delete();
        Assert.False(first == ended, $"It ended before it could be killed.\n{texts[0]}\n{texts[1]}");
    }

    /// <summary>Why containers cannot be made on this machine, or null.</summary>
    public static async Task<string?> ObstacleAsync()
    {
        if (!Environment.IsPrivilegedProcess) return "Containers are made by root; run ./build as root.";
        var outcome = await new CommandLine(
            "unshare", [.. Namespaces(true), "sh", "-c", "mount -t tmpfs none /mnt && mount -t proc proc /proc"]).RunAsync();
        return outcome.ExitCode == 0 ? null : $"Containers cannot be made here: {outcome.Error.Trim()}";
    }

    string[] Arguments(string workspace, string scratch, string session)
    {
        var variables = new Dictionary<string, string?>
        {
            ["PATH"] = SearchPath,
            ["HOME"] = "/home/spacelift",
            ["TF_VAR_spacelift_run_id"] = "01RUN",
            ["TF_VAR_spacelift_workspace_root"] = "/mnt/workspace",
        };
        foreach (var (name, value) in Variables) variables[name] = value;

        return
        [
            .. Namespaces(HasNetwork),
            "sh", Repository.PathOf("tests", "Spaceforge.Worker.Tests", "Containers", "enter.sh"),
            Image.Folder, workspace, scratch, Shell, DiskSize, Preparation,
            "env", "-i", .. variables.Where(variable => variable.Value is not null).Select(variable => $"{variable.Key}={variable.Value}"),
            "/usr/sbin/chroot", $"--userspec={User}:{User}", ".", "/bin/sh", "-c", session,
        ];
    }

    static IEnumerable<string> Namespaces(bool hasNetwork) =>
    [
        "--mount", "--pid", "--fork", "--kill-child",
        .. hasNetwork ? (string[])[] : ["--net"],
    ];
}
