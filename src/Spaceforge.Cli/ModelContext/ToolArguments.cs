using System.Text.Json;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Cli.ModelContext;

/// <summary>The arguments of a call, checked: a client's model makes mistakes, and can read what is wrong.</summary>
sealed class ToolArguments
{
    readonly IDictionary<string, JsonElement> _given;
    readonly string _folder;

    /// <exception cref="UsageException">An argument is unknown or missing.</exception>
    public ToolArguments(ServedTool tool, IDictionary<string, JsonElement>? given, string folder)
    {
        _given = given ?? new Dictionary<string, JsonElement>();
        _folder = folder;
        var known = tool.Description.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToArray();
        if (_given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new UsageException($"Unknown argument '{unknown}'.{(Nearest.To(unknown, known) is { } near ? $" Did you mean '{near}'?" : "")}");
        }

        foreach (var name in tool.Description.InputSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!))
        {
            if (!_given.ContainsKey(name)) throw new UsageException($"Missing argument '{name}'.");
        }
    }

    /// <summary>A text that cannot be taken for an option; null if it was not given.</summary>
    public string? Text(string name)
    {
        if (Value(name, JsonValueKind.String)?.GetString() is not { } text) return null;
        if (text.Length == 0) throw new UsageException($"'{name}' must not be empty.");
        return text.StartsWith('-') ? throw new UsageException($"'{name}' must not start with '-', but is '{text}'.") : text;
    }

    /// <summary>A path in the server's folder; null if it was not given.</summary>
    public string? File(string name)
    {
        if (Text(name) is not { } text) return null;

        var path = Path.GetFullPath(Path.Combine(_folder, text));
        return path == _folder || path.StartsWith(
            _folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? text : throw new UsageException($"'{name}' must be in the folder that the server was started in, but is '{text}'.");
    }

    public bool Flag(string name) => _given.TryGetValue(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw new UsageException($"'{name}' must be true or false."),
    };

    /// <summary>Texts by name, none if the argument was not given.</summary>
    public IReadOnlyList<(string Name, string Value)> Texts(string name) =>
    [
        .. Value(name, JsonValueKind.Object)?.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
            _ => throw new UsageException($"The values in '{name}' must be strings, numbers or booleans; '{member.Name}' is not."),
        })) ?? [],
    ];

    /// <summary>A JSON object, as it was written; null if it was not given.</summary>
    public string? Json(string name) => Value(name, JsonValueKind.Object)?.GetRawText();

    JsonElement? Value(string name, JsonValueKind kind) =>
        !_given.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == kind ? value
            : throw new UsageException($"'{name}' must be {(kind == JsonValueKind.String ? "a string" : "an object")}.");
}
