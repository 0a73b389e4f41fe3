using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace CallCenter.Api.Http;

/// <summary>
/// What a parameter of the query or a header may hold. The same value checks requests before their endpoint sees them and is told by the OpenAPI
/// document, so that neither can say what the other does not.
/// </summary>
internal abstract record ParameterForm
{
    private ParameterForm()
    {
    }

    /// <summary>Ids of letters, digits and <c>-_.@+~</c>, as ActorId has them.</summary>
    public const string IdPattern = "^[A-Za-z0-9_.@+~-]+$";

    public static readonly ParameterForm Id = new Text(Actors.ActorId.PartMax, IdPattern, "an id: letters, digits and -_.@+~");
    public static readonly ParameterForm Flag = new Words(["true", "false"], IsList: false);

    /// <summary>Null: it can be used. Else what is wrong with it.</summary>
    public abstract string? Fault(string text);

    /// <summary>What to send instead.</summary>
    public abstract string Fix { get; }

    public abstract OpenApiSchema Schema { get; }

    /// <summary>At most so many characters, of a pattern.</summary>
    public sealed record Text(int LengthMax, string Pattern, string Expected) : ParameterForm
    {
        private readonly Regex pattern = new(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

        public override string? Fault(string text) => text.Length > LengthMax ? $"It is longer than {LengthMax} characters." : pattern.IsMatch(text) ? null : $"It is not {Expected}.";

        public override string Fix => $"Send {Expected}, at most {LengthMax} characters.";

        public override OpenApiSchema Schema => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = LengthMax, Pattern = Pattern };
    }

    public sealed record Whole(int Min, int Max, int Standard) : ParameterForm
    {
        public override string? Fault(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max ? null : $"It is not a whole number from {Min} to {Max}.";

        public override string Fix => $"Send {Min} to {Max}, or leave it out.";

        public override OpenApiSchema Schema => new()
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = Min.ToString(CultureInfo.InvariantCulture),
            Maximum = Max.ToString(CultureInfo.InvariantCulture),
            Default = JsonValue.Create(Standard),
        };
    }

    /// <summary>One of these words, or several of them with commas between.</summary>
    public sealed record Words(IReadOnlyList<string> Known, bool IsList) : ParameterForm
    {
        public static Words OneOf<T>() where T : struct, Enum => new([.. Enum.GetValues<T>().Select(ApiJson.Word)], IsList: false);

        public static Words Of<T>() where T : struct, Enum => new([.. Enum.GetValues<T>().Select(ApiJson.Word)], IsList: true);

        public override string? Fault(string text)
        {
            var given = IsList ? Split(text) : [text];
            return given.Length == 0 || given.Length > Known.Count || given.Any(word => !Known.Contains(word, StringComparer.Ordinal)) ? "It has a word that means nothing here." : null;
        }

        public override string Fix => $"Known words: {string.Join(", ", Known)}.";

        public override OpenApiSchema Schema => IsList
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = One, MinItems = 1, MaxItems = Known.Count }
            : One;

        private OpenApiSchema One => new() { Type = JsonSchemaType.String, Enum = [.. Known.Select(word => (JsonNode)JsonValue.Create(word))] };

        public static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
