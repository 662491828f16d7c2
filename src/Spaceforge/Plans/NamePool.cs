using System.Text;

namespace Spaceforge.Plans;

/// <summary>Shares strings that a plan repeats for each resource: types, providers, modules.</summary>
sealed class NamePool
{
    readonly string[] _names = new string[1024];

    public string Get(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        ref var known = ref _names[(uint)hash.ToHashCode() % (uint)_names.Length];
        if (known is null || !Ascii.Equals(name, known)) known = Encoding.UTF8.GetString(name);
        return known;
    }
}
