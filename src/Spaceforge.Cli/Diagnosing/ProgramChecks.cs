using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Diagnosing;

/// <summary>Programs of others that the tool starts.</summary>
static class ProgramChecks
{
    static readonly (string Program, string Name)[] Editors =
    [
        ("code", "Visual Studio Code"), ("codium", "VSCodium"), ("cursor", "Cursor"), ("rider", "Rider"), ("nvim", "Neovim"),
        ("emacs", "Emacs"), ("vim", "Vim"),
    ];

    public static async Task<MachineCheck> NamespacesAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            "Namespaces", IsNeeded: false, "isolating the hooks of a simulated run, with the paths that a worker has",
            "Needs Linux, unshare (apt-get install util-linux), and user namespaces that the system and the container allow: docs/simulate.md tells how.");
        if (!OperatingSystem.IsLinux()) return check.Missing("this system has none");
        if (machine.Find(Container.Namespaces[0]) is null) return check.Missing($"'{Container.Namespaces[0]}' is not on the PATH");

        return await machine.AskAsync(Container.Namespaces[0], [.. Container.Namespaces[1..], "true"], cancellationToken) is null
            ? check.Missing("this user cannot create them") : check.Ok("this user can create them");
    }

    public static async Task<MachineCheck> TerraformAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            "Terraform or OpenTofu", IsNeeded: false, "real plans in simulated runs, and plans that hooks have to get themselves",
            "Install one of both: see opentofu.org or developer.hashicorp.com; without them, simulated runs take --plan-json.");
        foreach (var program in (string[])["terraform", "tofu"])
        {
            if (machine.Find(program) is null) continue;

            var said = await machine.AskAsync(program, ["version"], cancellationToken);
            return said is null ? check.Broken($"'{program}' is on the PATH, but does not start") : check.Ok(said.Split('\n')[0].Trim());
        }

        return check.Missing("neither 'terraform' nor 'tofu' is on the PATH");
    }

    public static async Task<MachineCheck> GitAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            "git", IsNeeded: false, "comparing with a revision ('spaceforge diff'), and the commit that policies see in simulated runs",
            "Install it: apt-get install git.");
        return await machine.AskAsync("git", ["--version"], cancellationToken) is { } version
            ? check.Ok(version.Trim()) : check.Missing("it is not on the PATH");
    }

    public static MachineCheck Editor(Machine machine)
    {
        var check = new MachineCheck(
            "Editor", IsNeeded: false, "mistakes shown while you type, with their fixes",
            "Any editor with a C# language server will do, such as Visual Studio Code with the C# extension.");
        string[] found = [.. Editors.Where(editor => machine.Find(editor.Program) is not null).Select(editor => editor.Name)];
        return found.Length > 0 ? check.Ok(string.Join(", ", found)) : check.Missing("none that is known is on the PATH");
    }
}
