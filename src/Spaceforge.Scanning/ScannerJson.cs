using System.Globalization;
using System.Text.Json;

namespace Spaceforge.Scanning;

/// <summary>
/// A value in the JSON that a scanner printed. What is absent or null is empty; what is of another kind than asked for fails the hook
/// with a message that names the place, and none of the content.
/// </summary>
public sealed class ScannerJson
{
    readonly ScannerCommand _command;
    readonly string _path;
    readonly JsonElement _value;

    internal ScannerJson(ScannerCommand command, int exitCode, string path, JsonElement value) =>
        (_command, ExitCode, _path, _value) = (command, exitCode, path, value);

    /// <summary>The exit code of the scanner: one of those that <see cref="ScannerCommand.ExitCodes"/> allows.</summary>
    public int ExitCode { get; }

    /// <summary>The items of a list; anything else is the one item.</summary>
    public IReadOnlyList<ScannerJson> Items => _value.ValueKind == JsonValueKind.Array
        ? [.. _value.EnumerateArray().Select((item, i) => new ScannerJson(_command, ExitCode, $"{_path}[{i}]", item))]
        : [this];

    /// <summary>The object itself, where it has such a member: what tells a result from any other JSON.</summary>
    /// <exception cref="PluginFailedException">It is no object, or has no such member.</exception>
    public ScannerJson Requiring(string member) =>
        Find(member) is null ? throw Wrong($"{_path} has no '{member}'") : this;

    /// <summary>Whether there is such a member, and it is not null.</summary>
    public bool Has(string member) => Find(member) is not null;

    /// <summary>A text, or null.</summary>
    public string? Text(string member)
    {
        if (Find(member) is not { } value) return null;
        try
        {
            return Of(value, member, JsonValueKind.String, "a text").GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong($"{_path}.{member} is not Unicode text");
        }
    }

    /// <summary>A whole number, or 0.</summary>
    public int Number(string member) =>
        Find(member) is not { } value ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong($"{_path}.{member} is not an integer");

    /// <summary>A decimal number, which may be written as a text, or null.</summary>
    public decimal? Amount(string member) =>
        Find(member) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : value.ValueKind == JsonValueKind.String && decimal.TryParse(
            value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
        : throw Wrong($"{_path}.{member} is not a number");

    /// <summary>True, or false, which is also what is absent.</summary>
    public bool Flag(string member) =>
        Find(member) is { } value && (value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.False ? false : throw Wrong($"{_path}.{member} is neither true nor false")));

    /// <summary>An object; where it is absent, one without members.</summary>
    public ScannerJson Member(string member) =>
        new(_command, ExitCode, $"{_path}.{member}",
            Find(member) is { } value ? Of(value, member, JsonValueKind.Object, "an object") : default);

    /// <summary>The items of a list, or none.</summary>
    public IReadOnlyList<ScannerJson> List(string member) =>
        Find(member) is { } value
            ? new ScannerJson(_command, ExitCode, $"{_path}.{member}", Of(value, member, JsonValueKind.Array, "a list")).Items : [];

    /// <summary>The whole numbers of a list, or none.</summary>
    public IReadOnlyList<int> Numbers(string member) => [.. List(member).Select(item =>
        item._value.ValueKind == JsonValueKind.Number && item._value.TryGetInt32(out var number)
            ? number : throw Wrong($"{item._path} is not an integer"))];

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
