using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>net.cidr_*</summary>
static class NetworkBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("net.cidr_contains", Contains);
        table.Add("net.cidr_overlap", Contains);
        table.Add("net.cidr_intersects", static (_, arguments) => RegoBoolean.Of(
            Block(Operands.Text(arguments, 0)).Overlaps(Block(Operands.Text(arguments, 1)))));
        table.Add("net.cidr_contains_matches", Matches);
        table.Add("net.cidr_expand", Expand);
        table.Add("net.cidr_merge", Merge);
        table.Add("net.cidr_is_valid", static (_, arguments) => RegoBoolean.Of(
            arguments[0] is RegoString text && IpBlock.Parse(text.Value) is not null));
    }

    static IpBlock Block(string text) => IpBlock.Parse(text) ?? throw new BuiltinException($"invalid CIDR address: {text}");

    static RegoBoolean Contains(BuiltinContext context, RegoValue[] arguments) =>
        RegoBoolean.Of(Contains(Block(Operands.Text(arguments, 0)), Operands.Text(arguments, 1)));

    static bool Contains(IpBlock block, string text)
    {
        if (IpBlock.TryParseAddress(text, out var address, out var v6))
            return block.Contains(address, v6);
        return IpBlock.Parse(text) is { } other
            ? block.Contains(other)
            : throw new BuiltinException($"not a valid textual representation of an IP address or CIDR: {text}");
    }

    static RegoSet Matches(BuiltinContext context, RegoValue[] arguments)
    {
        var matches = new HashSet<RegoValue>();
        var others = Entries(arguments, 1);
        foreach (var (cidr, key) in Entries(arguments, 0))
        {
            foreach (var (other, otherKey) in others)
            {
                context.Spend(4);
                if (!Contains(Block(TextOf(cidr)), TextOf(other)))
                    continue;
                context.Reserve(120);
                matches.Add(RegoArray.Wrap([key, otherKey]));
            }
        }

        return RegoSet.Wrap(matches);
    }

    static string TextOf(RegoValue value) => Operands.Text([value], 0);

    // A CIDR, or a list that starts with one; it is identified by its index, its key, or itself.
    static List<(RegoValue Cidr, RegoValue Key)> Entries(RegoValue[] arguments, int index)
    {
        RegoValue First(RegoValue item) => item switch
        {
            RegoString => item,
            RegoArray { Count: > 0 } array => array.Items[0],
            _ => throw new BuiltinException($"operand {index + 1}: element must be string or non-empty array"),
        };

        return arguments[index] switch
        {
            RegoString text => [(text, text)],
            RegoArray array => [.. array.Items.Select((item, i) => (First(item), (RegoValue)RegoNumber.Of(i)))],
            RegoSet set => [.. set.Items.Select(item => (First(item), item))],
            RegoObject members => [.. members.Select(pair => (First(pair.Value), pair.Key))],
            _ => [],
        };
    }

    static RegoSet Expand(BuiltinContext context, RegoValue[] arguments)
    {
        var block = Block(Operands.Text(arguments, 0));
        var count = BigInteger.One << (block.Bits - block.Prefix);
        if (count > Array.MaxLength)
            throw Operands.TooLarge();
        context.Reserve((long)count * 100);
        var hosts = new HashSet<RegoValue>((int)count);
        for (var address = block.First; address <= block.Last; address++)
        {
            context.Spend(1);
            hosts.Add(new RegoString(IpBlock.AddressText(address, block.V6)));
        }

        return RegoSet.Wrap(hosts);
    }

    static RegoSet Merge(BuiltinContext context, RegoValue[] arguments)
    {
        var items = Operands.Items(arguments[0]) ?? throw new BuiltinException("operand must be an array");
        context.Spend(items.Length);
        return new(IpBlockMerge.Merge([.. items.Select(Network)]).Select(block => new RegoString(block.ToString())));
    }

    // As in Go, a plain address is the network of its class.
    static IpBlock Network(RegoValue value)
    {
        if (value is not RegoString { Value: var text })
            throw new BuiltinException("element must be string");
        if (!IpBlock.TryParseAddress(text, out var address, out var v6))
            return Block(text);
        if (v6)
            throw new BuiltinException("IPv6 invalid: needs prefix length");
        var prefix = (int)(address >> 24) switch { < 128 => 8, < 192 => 16, _ => 24 };
        return new((address >> (32 - prefix)) << (32 - prefix), prefix, V6: false);
    }
}
