using System.Globalization;
using System.Text.Json;

namespace Spaceforge.Scanning;

/// <summary>
/// A value in a scanner's JSON output. Absent and null values are empty. A value of an unexpected type fails the hook
/// with a message that names its path but not its content.
/// </summary>
public sealed class ScannerJson
{
    readonly ScannerCommand _command;
    readonly string _path;
    readonly JsonElement _value;

    internal ScannerJson(ScannerCommand command, int exitCode, string path, JsonElement value) =>
        (_command, ExitCode, _path, _value) = (command, exitCode, path, value);

    /// <summary>The scanner's exit code, one of <see cref="ScannerCommand.ExitCodes"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The items of a list; any other value is treated as a single item.</summary>
    public IReadOnlyList<ScannerJson> Items => _value.ValueKind == JsonValueKind.Array
        ? [.. _value.EnumerateArray().Select((item, i) => new ScannerJson(_command, ExitCode, $"{_path}[{i}]", item))]
        : [this];

    /// <summary>Returns the object itself if it has such a member. Use it to tell a scan result from other JSON.</summary>
    /// <exception cref="PluginFailedException">It is not an object, or has no such member.</exception>
    public ScannerJson Requiring(string member) =>
        Find(member) is null ? throw Wrong($"{_path} has no '{member}'") : this;

    /// <summary>Whether there is such a member, and it is not null.</summary>
    public bool Has(string member) => Find(member) is not null;

    /// <summary>A string, or null.</summary>
    public string? Text(string member)
    {
        if (Find(member) is not { } value) return null;
        try
        {
            return Of(value, member, JsonValueKind.String, "a string").GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong($"{_path}.{member} is not Unicode text");
        }
    }

    /// <summary>An integer; if absent, 0.</summary>
    public int Number(string member) =>
        Find(member) is not { } value ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong($"{_path}.{member} is not an integer");

    /// <summary>A decimal number, which may be written as a string, or null.</summary>
    public decimal? Amount(string member) =>
        Find(member) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : value.ValueKind == JsonValueKind.String && decimal.TryParse(
            value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
        : throw Wrong($"{_path}.{member} is not a number");

    /// <summary>True or false; absent means false.</summary>
    public bool Flag(string member) =>
        Find(member) is { } value && (value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.False ? false : throw Wrong($"{_path}.{member} is neither true nor false")));

    /// <summary>An object; if absent, an empty one.</summary>
    public ScannerJson Member(string member) =>
        new(_command, ExitCode, $"{_path}.{member}",
            Find(member) is { } value ? Of(value, member, JsonValueKind.Object, "an object") : default);

    /// <summary>The items of a list; if absent, none.</summary>
    public IReadOnlyList<ScannerJson> List(string member) =>
        Find(member) is { } value
            ? new ScannerJson(_command, ExitCode, $"{_path}.{member}", Of(value, member, JsonValueKind.Array, "a list")).Items : [];

    /// <summary>The integers in a list; if absent, none.</summary>
    public IReadOnlyList<int> Numbers(string member) => [.. List(member).Select(item =>
        item._value.ValueKind == JsonValueKind.Number && item._value.TryGetInt32(out var number)
            ? number : throw Wrong($"{item._path} is not an integer"))];

    /// <summary>The strings in a list; if absent, none.</summary>
    public IReadOnlyList<string> Texts(string member) => [.. List(member).Select(item =>
        item._value.ValueKind == JsonValueKind.String ? item._value.GetString()! : throw Wrong($"{item._path} is not a string"))];

    JsonElement? Find(string member) => _value.ValueKind switch
    {
        JsonValueKind.Object => _value.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null,
        JsonValueKind.Undefined => null,
        _ => throw Wrong($"{_path} is not an object"),
    };

    JsonElement Of(JsonElement value, string member, JsonValueKind kind, string expected) =>
        value.ValueKind == kind ? value : throw Wrong($"{_path}.{member} is not {expected}");

    PluginFailedException Wrong(string what) => new($"'{_command.Program}' printed JSON that is not a scan result: {what}.");
}
