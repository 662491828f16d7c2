namespace Spaceforge.Rego;

static class StringSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("strings.any_prefix_match", "(any<string, array[string], set[string]>, any<string, array[string], set[string]>) -> boolean"),
        new("strings.any_suffix_match", "(any<string, array[string], set[string]>, any<string, array[string], set[string]>) -> boolean"),
        new("concat", "(string, any<array[string], set[string]>) -> string"),
        new("indexof", "(string, string) -> number"),
        new("indexof_n", "(string, string) -> array[number]"),
        new("substring", "(string, number, number) -> string"),
        new("contains", "(string, string) -> boolean"),
        new("startswith", "(string, string) -> boolean"),
        new("endswith", "(string, string) -> boolean"),
        new("strings.count", "(string, string) -> number"),
        new("lower", "(string) -> string"),
        new("upper", "(string) -> string"),
        new("trim_space", "(string) -> string"),
        new("strings.reverse", "(string) -> string"),
        new("split", "(string, string) -> array[string]"),
        new("replace", "(string, string, string) -> string"),
        new("strings.replace_n", "(object[string: string], string) -> string"),
        new("trim", "(string, string) -> string"),
        new("trim_left", "(string, string) -> string"),
        new("trim_prefix", "(string, string) -> string"),
        new("trim_right", "(string, string) -> string"),
        new("trim_suffix", "(string, string) -> string"),
        new("sprintf", "(string, array[any]) -> string"),
        new("strings.render_template", "(string, object[string: any]) -> string") { NotBuilt = true },
        new("internal.template_string", "(array[any]) -> string"),
        new("regex.match", "(string, string) -> boolean"),
        new("re_match", "(string, string) -> boolean") { Deprecated = true },
        new("regex.is_valid", "(string) -> boolean"),
        new("regex.split", "(string, string) -> array[string]"),
        new("regex.find_n", "(string, string, number) -> array[string]"),
        new("regex.find_all_string_submatch_n", "(string, string, number) -> array[array[string]]"),
        new("regex.replace", "(string, string, string) -> string"),
        new("regex.template_match", "(string, string, string, string) -> boolean"),
        new("regex.globs_match", "(string, string) -> boolean"),
        new("glob.match", "(string, any<null, array[string]>, string) -> boolean"),
        new("glob.quote_meta", "(string) -> string"),
    ];
}
