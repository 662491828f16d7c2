namespace Spaceforge.Cli.Parameters;

/// <summary>A parameter's value from the command line.</summary>
/// <param name="Id">The parameter's id.</param>
/// <param name="Value">Its value.</param>
/// <param name="Origin">Where the value comes from, without the value: an option, or the name of a file or variable.</param>
sealed record GivenParameter(string Id, string Value, string Origin);
