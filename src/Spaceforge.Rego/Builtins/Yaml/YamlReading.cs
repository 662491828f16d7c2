using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Spaceforge.Rego;

/// <summary>Parses YAML: the first document, with anchors, aliases and merges.</summary>
sealed class YamlReading
{
    const int MostDepth = 1000;

    readonly BuiltinContext _context;
    readonly Stack<Open> _open = new();
    readonly Dictionary<string, (RegoValue Value, long Size)> _anchors = new(StringComparer.Ordinal);

    YamlReading(BuiltinContext context) => _context = context;

    sealed class Open(string? anchor, bool mapping)
    {
        public string? Anchor { get; } = anchor;
        public List<RegoValue>? Items { get; } = mapping ? null : [];
        public Dictionary<RegoValue, RegoValue>? Members { get; } = mapping ? [] : null;
        public List<RegoValue> Merged { get; } = [];
        public RegoValue? Key { get; set; }
        public bool IsMergeKey { get; set; }
        public long Size { get; set; } = 1;
    }

    /// <exception cref="FormatException">The text is not YAML, or cannot be represented as JSON.</exception>
    public static RegoValue Parse(BuiltinContext context, string text)
    {
        context.Spend(1 + (text.Length / 8));
        context.Reserve(text.Length * 10L);
        return new YamlReading(context).Read(text);
    }

    RegoValue Read(string text)
    {
        try
        {
            var parser = new YamlDotNet.Core.Parser(new Scanner(new StringReader(text)));
            while (parser.MoveNext())
            {
                if (Take(parser.Current!) is { } done)
                    return done;
            }

            return RegoNull.Value;
        }
        catch (YamlException exception)
        {
            throw new FormatException($"yaml: {exception.Message}");
        }
        // The parser has its own exceptions; any other exception on untrusted text means invalid YAML too.
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or
            NullReferenceException or InvalidCastException)
        {
            throw new FormatException("yaml: the document cannot be read");
        }
    }

    RegoValue? Take(ParsingEvent current)
    {
        switch (current)
        {
            case Scalar scalar:
                var anchor = scalar.Anchor.IsEmpty ? null : scalar.Anchor.Value;
                var isMergeKey = scalar is { Value: "<<", Style: ScalarStyle.Plain };
                return Add(Resolve(scalar), 1, anchor, isMergeKey);
            case AnchorAlias alias:
                return _anchors.TryGetValue(alias.Value.Value, out var known)
                    ? Add(known.Value, known.Size, null, false)
                    : throw new FormatException($"yaml: unknown anchor '{alias.Value.Value}' referenced");
            case MappingStart start:
                Push(new(start.Anchor.IsEmpty ? null : start.Anchor.Value, mapping: true));
                return null;
            case SequenceStart start:
                Push(new(start.Anchor.IsEmpty ? null : start.Anchor.Value, mapping: false));
                return null;
            case MappingEnd or SequenceEnd:
                var closed = _open.Pop();
                return Add(Close(closed), closed.Size, closed.Anchor, false);
            case DocumentEnd:
                return RegoNull.Value;
            default:
                return null;
        }
    }

    void Push(Open open)
    {
        if (_open.Count == MostDepth)
            throw new FormatException("yaml: exceeded max depth");
        _open.Push(open);
    }

    // The value of the whole document, at the top level.
    RegoValue? Add(RegoValue value, long size, string? anchor, bool isMergeKey)
    {
        if (anchor is not null)
            _anchors[anchor] = (value, size);
        if (!_open.TryPeek(out var outer))
            return value;
        // Aliases cost nothing here, but anything that traverses the value pays for their expansion.
        outer.Size += size;
        if (size > 1)
        {
            _context.Spend(size / 8);
            _context.Reserve(size * 16);
        }

        if (outer.Items is { } items)
        {
            items.Add(value);
        }
        else if (outer.Key is not { } key)
        {
            outer.Key = value;
            outer.IsMergeKey = isMergeKey;
        }
        else
        {
            if (outer.IsMergeKey)
                outer.Merged.Add(value);
            else
                outer.Members![KeyText(key)] = value;
            outer.Key = null;
        }

        return null;
    }

    static RegoValue Close(Open open)
    {
        if (open.Items is { } items)
            return RegoArray.Wrap([.. items]);
        foreach (var merged in open.Merged)
        {
            foreach (var source in merged is RegoArray list ? list.Items : [merged])
            {
                if (source is not RegoObject members)
                    throw new FormatException("yaml: map merge requires map or sequence of maps as the value");
                foreach (var (key, value) in members)
                    open.Members!.TryAdd(key, value);
            }
        }

        return RegoObject.From(open.Members!);
    }

    static RegoString KeyText(RegoValue key) => key switch
    {
        RegoString text => text,
        RegoBoolean boolean => new(boolean.Value ? "true" : "false"),
        RegoNumber number => new(number.TryGetInteger(out var integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : GoNumberText.Float(number.ToDouble(), 'g', -1)),
        _ => throw new FormatException($"unsupported map key of type: {BuiltinException.Name(key)}"),
    };

    static RegoValue Resolve(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        var resolved = tag switch
        {
            "" => scalar.Style == ScalarStyle.Plain ? YamlScalar.Resolve(scalar.Value) : Operands.Of(scalar.Value),
            "tag:yaml.org,2002:binary" => Operands.Of(GoBytes.Text(GoBase64.Decode(scalar.Value, url: false))),
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" =>
                YamlScalar.Resolve(scalar.Value),
            _ => Operands.Of(scalar.Value),
        };
        var fits = tag switch
        {
            "tag:yaml.org,2002:int" => resolved is RegoNumber { IsInteger: true },
            "tag:yaml.org,2002:float" => resolved is RegoNumber,
            "tag:yaml.org,2002:bool" => resolved is RegoBoolean,
            "tag:yaml.org,2002:null" => resolved is RegoNull,
            _ => true,
        };
        return fits ? resolved : throw new FormatException($"yaml: cannot decode '{scalar.Value}' as a {tag}");
    }
}
