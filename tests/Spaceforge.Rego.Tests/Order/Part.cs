namespace Spaceforge.Rego.Tests.Order;

/// <summary>A text whose unordered parts can be written in any order; without a source of randomness, as they were made.</summary>
delegate string Part(Random? order);

static class Parts
{
    public static Part Word(string text) => _ => text;

    /// <summary>A text with a part in place of each <c>§</c>.</summary>
    public static Part Fixed(string format, params Part[] parts)
    {
        var pieces = format.Split('§');
        return order => string.Concat(pieces.Select((piece, i) => i == 0 ? piece : parts[i - 1](order) + piece));
    }

    public static Part InOrder(string open, string separator, string close, Part[] parts) =>
        order => open + string.Join(separator, parts.Select(part => part(order))) + close;

    public static Part AnyOrder(string open, string separator, string close, Part[] parts) => order =>
    {
        Part[] shuffled = [.. parts];
        order?.Shuffle(shuffled);
        return InOrder(open, separator, close, shuffled)(order);
    };
}
