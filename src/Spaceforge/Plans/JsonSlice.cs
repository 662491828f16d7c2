using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>One value in a file: where it is, so that it is parsed when somebody asks for it.</summary>
readonly record struct JsonSlice(JsonFile File, int Start, int Length)
{
    public ReadOnlyMemory<byte> Bytes => File.Bytes.Slice(Start, Length);

    // The document is not disposed of: what it borrowed is collected with it, and its elements may live as long as they are wanted.
    public JsonDocument Parse() => JsonDocument.Parse(Bytes, new JsonDocumentOptions { MaxDepth = JsonFile.MaxDepth });
}
