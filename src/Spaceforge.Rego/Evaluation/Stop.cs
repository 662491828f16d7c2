namespace Spaceforge.Rego;

/// <summary>Ends the evaluation with an error.</summary>
sealed class Stop(string code, string message, RegoPlace place) : Exception(message)
{
    public string Code { get; } = code;

    public RegoPlace Place { get; set; } = place;

    public RegoError Error => new(Code, Message, Place);

    public static Stop Conflict(string message, RegoPlace place) => new("eval_conflict_error", message, place);
}
