using CsCheck;

namespace Spaceforge.Tests.Shared.Properties;

/// <summary>
/// Choices from which a case is made whose parts depend on each other: a variable that is used must be declared. Where the numbers
/// end, the first alternative is chosen, so that fewer numbers make a smaller case.
/// </summary>
sealed class Choices(IReadOnlyList<int> numbers)
{
    const int Most = 1_000_000;
    int _next;

    /// <summary>Cases that are made of up to so many choices.</summary>
    public static Gen<T> Cases<T>(int most, Func<Choices, T> made) =>
        Gen.Int[0, Most].Array[most / 8, most].Select(numbers => made(new Choices(numbers)));

    /// <summary>A number below the given one.</summary>
    public int Below(int count) => _next < numbers.Count ? numbers[_next++] % count : 0;

    /// <summary>Whether something happens that does so once in so many times.</summary>
    public bool OneIn(int count) => Below(count) == count - 1;

    public T Of<T>(params IReadOnlyList<T> alternatives) => alternatives[Below(alternatives.Count)];

    /// <summary>What the alternative chosen makes.</summary>
    public T Made<T>(params IReadOnlyList<Func<T>> alternatives) => Of(alternatives)();

    /// <summary>From the fewest to the most of them.</summary>
    public T[] Many<T>(int fewest, int most, Func<T> made)
    {
        var items = new T[fewest + Below(most - fewest + 1)];
        for (var i = 0; i < items.Length; i++) items[i] = made();
        return items;
    }
}
