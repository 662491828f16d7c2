using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Spaceforge.Tests.Manifests;

/// <summary>Reads YAML into JSON data through YamlDotNet's parser; plain scalars by the rules of the YAML 1.2 core schema.</summary>
static class YamlReader
{
    public static JsonObject Read(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        var root = Node(parser)!.AsObject();
        parser.Consume<DocumentEnd>();
        parser.Consume<StreamEnd>();
        return root;
    }

    static JsonNode? Node(Parser parser)
    {
        switch (parser.Current)
        {
            case MappingStart:
                parser.MoveNext();
                var mapping = new JsonObject();
                // Add refuses a key that is there already.
                while (!parser.TryConsume<MappingEnd>(out _)) mapping.Add(parser.Consume<Scalar>().Value, Node(parser));
                return mapping;

            case SequenceStart:
                parser.MoveNext();
                var sequence = new JsonArray();
                while (!parser.TryConsume<SequenceEnd>(out _)) sequence.Add(Node(parser));
                return sequence;

            default:
                return Value(parser.Consume<Scalar>());
        }
    }

    static JsonNode? Value(Scalar scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => scalar.Value,
        { Value: "true" } => true,
        { Value: "false" } => false,
        { Value: "null" or "~" or "" } => null,
        _ when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => scalar.Value,
    };
}
