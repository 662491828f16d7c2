using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>The position of a value in a file. The value is parsed when it is accessed.</summary>
readonly record struct JsonSlice(JsonFile File, int Start, int Length)
{
    public ReadOnlyMemory<byte> Bytes => File.Bytes.Slice(Start, Length);

    // The document is not disposed: its elements may live as long as they are needed, and it is collected with them.
    public JsonDocument Parse() => JsonDocument.Parse(Bytes, new JsonDocumentOptions { MaxDepth = JsonFile.MaxDepth });
}
