namespace Spaceforge.Tests.Scaffolding;

/// <summary>Parts of manifests in the form that versions of the Python SDK give them.</summary>
static class PythonManifest
{
    public const string Folder = "/mnt/workspace/plugins/shell_lint";

    public const string Head = """
        name: Shell Lint
        version: 2.1.0
        description: |-
          Checks shell scripts.

            indented
        author: Somebody
        labels:
        - lint
        parameters:
        - name: Hook secret
          description: Signs calls
          type: string
          sensitive: true
          required: true
          id: 2f6c0c1e-7a4b-4c0e-9c0e-0d7a1b2c3d4e
        - name: Level
          description: How strict
          type: number
          sensitive: false
          required: false
          default: 1.50
          id: level
        - name: Version
          description: ''
          type: boolean
          sensitive: false
          required: false
          default: true
          id: version

        """;

    /// <summary>A file below the plugin's folder, or elsewhere by an absolute path, as an item of <c>mounted_files</c>.</summary>
    public static string Mounted(string path, string content) =>
        $"  - path: {(path.StartsWith('/') ? path : $"{Folder}/{path}")}\n    content: |-\n{Indented(content, 6)}\n    sensitive: false\n";

    public static string Start(string script) => $"    - chmod +x {Folder}/{script} && {Folder}/{script}\n";

    /// <summary>What starts a hook: a virtual environment, the SDK in it, and the plugin's file.</summary>
    public static string Launcher(string hook) => Mounted($"{hook}.sh", $"""
        #!/bin/sh

        set -e

        cd {Folder}
        [ -d ./venv ] || python -m venv ./venv
        . venv/bin/activate
        command -v spaceforge || pip install spaceforge
        cd /mnt/workspace/source/$TF_VAR_spacelift_project_root
        python -m spaceforge run --plugin-file {Folder}/plugin.py {hook}
        """);

    /// <summary>An installer as it is now, with archives.</summary>
    public static string Installer(string name, string amd64, string arm64) => Mounted($"binary_install_{name}.sh", $"""
        #!/bin/sh

        set -e

        if command -v {name}; then
            return
        fi

        ARCH="$(arch)"
        if [ "$ARCH" = "x86_64" ]; then
            URL="{amd64}"
        elif [ "$ARCH" = "arm64" ] || [ "$ARCH" = "aarch64" ]; then
            URL="{arm64}"
        else
            exit 1
        fi

        curl "$URL" -o "/mnt/workspace/plugins/plugin_binaries/{name}" -fL
        """);

    /// <summary>An installer as it was; a download that is not there is None.</summary>
    public static string OldInstaller(string name, string amd64, string arm64) => Mounted($"binary_install_{name}.sh", $"""
        #!/bin/sh

        set -e

        if [ "$(arch)" = "x86_64" ]; then
            curl {amd64} -o /mnt/workspace/plugins/plugin_binaries/{name} -L
        else
            curl {arm64} -o /mnt/workspace/plugins/plugin_binaries/{name} -L
        fi

        chmod +x /mnt/workspace/plugins/plugin_binaries/{name}
        """);

    static string Indented(string text, int columns) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length > 0 ? new string(' ', columns) + line : line));
}
