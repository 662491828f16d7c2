using Spaceforge.Hosting;

namespace Spaceforge.Cli.Building;

/// <summary>How a manifest carries its plugin.</summary>
enum PluginForm
{
    /// <summary>The built program, for the .NET runtime of any Linux.</summary>
    Portable,

    /// <summary>The source, which a worker builds.</summary>
    Source,

    /// <summary>URLs or contents of static executables.</summary>
    Native,
}

/// <summary>The manifest form that the user chose.</summary>
/// <param name="Form">The form; null for the one that the plugin sets, or else portable.</param>
/// <param name="Native">The executables that workers download, or that the manifest contains; null for none.</param>
sealed record FormChoice(PluginForm? Form, NativeFiles? Native)
{
    /// <summary>The property in which a plugin sets its form.</summary>
    public const string Property = "SpaceforgeForm";

    public static FormChoice OfPlugin { get; } = new(null, null);

    public static FormChoice Source { get; } = new(PluginForm.Source, null);

    /// <summary>Whether a plugin with this form of its own, as the plugin sets it, gets the portable form.</summary>
    public bool IsPortableFor(string pluginForm) =>
        Form is PluginForm.Portable || (this == OfPlugin && pluginForm is "" or "portable");

    /// <exception cref="UsageException">The options cannot be combined.</exception>
    public static FormChoice Parse(string? form, NativeFiles? native)
    {
        var given = ParseForm(form, "--form");
        return native is not null && given is not (null or PluginForm.Native)
            ? throw new UsageException($"--native is for executables, but the form is {form}.")
            : new FormChoice(native is null ? given : PluginForm.Native, native);
    }

    /// <exception cref="UsageException">The form does not exist.</exception>
    public static PluginForm? ParseForm(string? form, string place) => form switch
    {
        null or "" => null,
        "portable" => PluginForm.Portable,
        "source" => PluginForm.Source,
        "native" => PluginForm.Native,
        _ => throw new UsageException($"{place} '{form}': the form must be portable, source or native."),
    };
}
