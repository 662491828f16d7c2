using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Workspaces;

/// <summary>
/// The variables that a plugin's hooks exported: a shell script of assignments in single quotes, which the plugin's hook lines read with
/// <c>exports.sh</c>.
/// </summary>
sealed class ExportedFile(PluginWorkspace workspace, EnvironmentVariables env, SecretMasker secrets, PluginLogger log)
{
    /// <summary>The folder of the files.</summary>
    public const string Folder = "exports";

    const string Sensitive = "# sensitive: ";

    // Linux starts no program with a longer variable.
    const int LongestVariable = 128 * 1024;
    const int MostBytes = 1_000_000;

    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    // Assigning to them fails in some shells, or changes what a shell or the loader does with the commands of others.
    static readonly string[] Reserved =
        ["BASHOPTS", "BASH_ENV", "ENV", "EUID", "IFS", "OLDPWD", "OPTIND", "PPID", "PS4", "PWD", "SHELLOPTS", "UID", "_"];

    static readonly string[] ReservedStarts = ["LD_", "BASH_FUNC_", "SPACELIFT_", "TF_VAR_spacelift_", "SPACEFORGE_", "spaceforge_"];

    /// <summary>Masks the sensitive values that hooks of any plugin exported earlier.</summary>
    public static void MaskEarlier(PluginWorkspace workspace, EnvironmentVariables env, SecretMasker secrets)
    {
        foreach (var file in workspace.ReadAll(Folder))
        {
            foreach (var (name, (value, sensitive)) in Parse(Encoding.UTF8.GetString(file)))
            {
                if (!sensitive) continue;
                secrets.Add(value);
                secrets.Add(env.Get(name));
            }
        }
    }

    public void Set(string name, string value, bool sensitive)
    {
        Check(name, value, sensitive);
        if (sensitive) secrets.Add(value);
        env.Set(name, value);
        if (!workspace.IsThere)
        {
            log.Write(LogLevel.Information, $"This is a local run: {name} is set for this hook only.");
            return;
        }

        var file = $"{workspace.Plugin}.sh";
        var variables = workspace.Read(Folder, file) is { } text ? Parse(Encoding.UTF8.GetString(text)) : [];
        variables[name] = (value, sensitive);
        var bytes = Strict.GetBytes(Text(variables));
        if (bytes.Length > MostBytes)
        {
            throw new PluginFailedException($"Cannot export {name}: the exported variables of a plugin are limited to {MostBytes} bytes.");
        }

        workspace.Write(Folder, file, bytes);
        log.Write(LogLevel.Information, $"Exported {name}{(sensitive ? " (sensitive)" : "")} to later hooks, commands and phases.");
    }

    static void Check(string name, string value, bool sensitive)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
            throw new PluginFailedException($"'{name}' is not a valid variable name: use letters, digits and '_', not starting with a digit.");
        if (Reserved.Contains(name) || ReservedStarts.Any(start => name.StartsWith(start, StringComparison.Ordinal)))
            throw new PluginFailedException($"The variable {name} cannot be exported: it belongs to the shell, the system or the platform.");

        var shown = sensitive ? $"The value of {name}" : $"The value '{value[..Math.Min(value.Length, 40)]}' of {name}";
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new PluginFailedException($"{shown} contains a NUL character, which no variable can hold.");

        try
        {
            if (Strict.GetByteCount(value) + name.Length + 2 <= LongestVariable) return;
        }
        catch (EncoderFallbackException)
        {
            throw new PluginFailedException($"The value of {name} is not valid Unicode.");
        }

        throw new PluginFailedException($"The value of {name} is longer than 128 KiB, and no program can be started with such a variable.");
    }

    static string Text(SortedDictionary<string, (string Value, bool Sensitive)> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, (value, sensitive)) in variables)
        {
            if (sensitive) text.Append(Sensitive).Append(name).Append('\n');
            text.Append($"export {name}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'\n");
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Text"/> wrote. Whatever else is in a file is dropped.</summary>
    static SortedDictionary<string, (string Value, bool Sensitive)> Parse(string text)
    {
        const string Export = "export ";
        var variables = new SortedDictionary<string, (string, bool)>(StringComparer.Ordinal);
        var sensitive = "";
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            var line = text.AsSpan(at, end - at);
            if (line.StartsWith(Sensitive)) sensitive = line[Sensitive.Length..].ToString();
            var name = line.StartsWith(Export) && line.IndexOf("='") is > 0 and var equals ? line[Export.Length..equals].ToString() : null;
            at = end + 1;
            if (name is null) continue;

            var value = new StringBuilder();
            for (at = text.IndexOf('\'', at - line.Length - 1) + 1; at < text.Length; at++)
            {
                if (text[at] != '\'') value.Append(text[at]);
                else if (text.AsSpan(at).StartsWith(@"'\''"))
                {
                    value.Append('\'');
                    at += 3;
                }
                else break;
            }

            variables[name] = (value.ToString(), sensitive == name);
            at += 2;
        }

        return variables;
    }
}
