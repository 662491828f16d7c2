using System.Collections;

namespace Spaceforge;

/// <summary>Builds a command's arguments from parameters, and leaves out those without a value.</summary>
/// <remarks>
/// <code>
/// var arguments = new CommandArguments("scan", "--format", "json")
///     .Flag("--verbose", Verbose)
///     .Option("--config", Config)
///     .Options("--var-file", VariableFiles)
///     .Text(AdditionalArguments);
/// await RunCliAsync("scanner", arguments);
/// </code>
/// Instances do not change: each method returns a copy.
/// </remarks>
public sealed class CommandArguments : IReadOnlyList<string>
{
    readonly string[] _words;

    /// <summary>Arguments that are always passed.</summary>
    /// <param name="words">The arguments.</param>
    public CommandArguments(params IEnumerable<string> words) => _words = [.. words];

    /// <inheritdoc/>
    public int Count => _words.Length;

    /// <inheritdoc/>
    public string this[int index] => _words[index];

    /// <summary>Adds arguments.</summary>
    /// <param name="words">The arguments.</param>
    public CommandArguments With(params IEnumerable<string> words) => new([.. _words, .. words]);

    /// <summary>Adds a flag, such as <c>--verbose</c>.</summary>
    /// <param name="name">The flag.</param>
    /// <param name="isSet">Whether to add it.</param>
    public CommandArguments Flag(string name, bool isSet) => isSet ? With(name) : this;

    /// <summary>Adds an option with its value as two arguments; nothing if the value is null or empty.</summary>
    /// <param name="name">The option, such as <c>--config</c>; with <c>=</c> at its end, name and value are one argument.</param>
    /// <param name="value">The value.</param>
    public CommandArguments Option(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrEmpty(value)) return this;
        return name.EndsWith('=') ? With(name + value) : With(name, value);
    }

    /// <summary>Adds an option for each value, see <see cref="Option"/>.</summary>
    /// <param name="name">The option.</param>
    /// <param name="values">The values.</param>
    public CommandArguments Options(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Aggregate(this, (arguments, value) => arguments.Option(name, value));
    }

    /// <summary>Adds the arguments that an installer typed into a single field, see <see cref="ArgumentText.Split"/>.</summary>
    /// <param name="text">The text; null and empty add nothing.</param>
    /// <exception cref="PluginFailedException">A quote is not closed.</exception>
    public CommandArguments Text(string? text) => With(ArgumentText.Split(text ?? ""));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the arguments, separated by blanks, for messages.</summary>
    public override string ToString() => string.Join(' ', _words);
}
