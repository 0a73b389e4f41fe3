using CallCenter.Api.Access;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Webhooks;

/// <summary>The body of <c>POST /webhooks</c> and <c>PUT /webhooks/{id}</c>.</summary>
internal sealed record WebhookRequest
{
    public const int UrlMax = 2_000;

    public required string Name { get; init; }

    /// <summary>https; http only where the operator named the network (--webhook-networks).</summary>
    public required string Url { get; init; }

    /// <summary>Types of events as the event stream has them, or their beginnings with * behind.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    public NumberSight Numbers { get; init; } = NumberSight.Masked;

    public bool Paused { get; init; }

    public static Problem? Check(WebhookRequest request, Token token) => request switch
    {
        { Name.Length: 0 or > Webhook.NameMax } => Invalid("/name", $"A name has 1 to {Webhook.NameMax} characters."),
        { Types.Count: 0 or > Webhook.TypesMax } => Invalid("/types", $"A webhook wants 1 to {Webhook.TypesMax} types of events."),
        _ when request.Types.ToList().FindIndex(type => !WebhookTypes.Accepts(type)) is var wrong and >= 0 => Invalid($"/types/{wrong}", "There are no events of this type.", $"Known types: {string.Join(", ", WebhookTypes.Known)}; or the beginning of some with * behind."),
        { Numbers: NumberSight.Full } when !token.SeesNumbers => Invalid("/numbers", "A token that does not see numbers in full cannot have them sent.", "Send 'masked', or leave it out."),
        _ => CheckUrl(request.Url),
    };

    public Webhook Form(string tenant, string id, DateTimeOffset now) => new(tenant, id, 0)
    {
        Name = Name,
        Url = new Uri(Url).AbsoluteUri,
        Types = [.. Types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Numbers = Numbers,
        IsPaused = Paused,
        Secret = [],
        Created = now,
    };

    /// <summary>What can be seen of an address without asking anybody; where its name leads is looked at when it is connected to.</summary>
    private static Problem? CheckUrl(string url) => url.Length > UrlMax || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
        ? Invalid("/url", $"It is not an address, of at most {UrlMax} characters.", "Send https://host/path.")
        : uri switch
        {
            _ when uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp => Invalid("/url", "It is neither https nor http.", "Send https://host/path."),
            { UserInfo.Length: > 0 } => Invalid("/url", "It has a user or password in it.", "Receivers know our requests by their signature."),
            { Fragment.Length: > 0 } => Invalid("/url", "It has a fragment.", "Leave out what is behind #."),
            { HostNameType: UriHostNameType.Unknown or UriHostNameType.Basic } => Invalid("/url", "Its host is none."),
            _ => null,
        };

    private static Problem Invalid(string where, string what, string? fix = null) => Problem.Of(422, "webhook-invalid", "The webhook cannot be used") with { Where = where, Detail = what, Fix = fix };
}

/// <summary>The body of <c>POST /webhooks/{id}/resend</c>.</summary>
internal sealed record ResendRequest
{
    /// <summary>One delivery that was given up; left out, all of them.</summary>
    public string? Delivery { get; init; }
}
