using Spaceforge.Hosting;

namespace Spaceforge.Cli.Building;

/// <summary>What a manifest holds of its plugin.</summary>
enum PluginForm
{
    /// <summary>The built program, for the .NET runtime of any Linux.</summary>
    Portable,

    /// <summary>The source, which a worker builds.</summary>
    Source,

    /// <summary>Addresses or contents of static executables.</summary>
    Native,
}

/// <summary>How the user wants a manifest to be.</summary>
/// <param name="Form">The form; null for the one that the plugin sets, and portable where it sets none.</param>
/// <param name="Native">The executables that workers download, or that the manifest contains; null for none.</param>
sealed record FormChoice(PluginForm? Form, NativeFiles? Native)
{
    /// <summary>The property by which a plugin sets its form.</summary>
    public const string Property = "SpaceforgeForm";

    public static FormChoice OfPlugin { get; } = new(null, null);

    public static FormChoice Source { get; } = new(PluginForm.Source, null);

    /// <exception cref="UsageException">The options do not go together.</exception>
    public static FormChoice Parse(string? form, NativeFiles? native)
    {
        var given = ParseForm(form, "--form");
        return native is not null && given is not (null or PluginForm.Native)
            ? throw new UsageException($"--native is for executables, and the form is {form}.")
            : new FormChoice(native is null ? given : PluginForm.Native, native);
    }

    /// <exception cref="UsageException">There is no such form.</exception>
    public static PluginForm? ParseForm(string? form, string place) => form switch
    {
        null or "" => null,
        "portable" => PluginForm.Portable,
        "source" => PluginForm.Source,
        "native" => PluginForm.Native,
        _ => throw new UsageException($"{place} '{form}': a form is portable, source or native."),
    };
}
