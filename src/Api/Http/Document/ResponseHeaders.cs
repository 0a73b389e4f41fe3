namespace CallCenter.Api.Http.Document;

/// <summary>Which headers answers have, for the document.</summary>
internal static class ResponseHeaders
{
    private static readonly (string, string) RetryAfter = ("Retry-After", "Seconds until it is worth asking again.");

    public static IEnumerable<(string Name, string Description)> Of(string status, string method)
    {
        if (status is "401")
        {
            yield return ("WWW-Authenticate", "Bearer");
            yield break;
        }

        if (status is not (['2', ..] or "429"))
        {
            // They have them too; it is said once.
            if (status is "503")
            {
                yield return RetryAfter;
            }

            yield break;
        }

        yield return ("RateLimit-Policy", "What a token may ask: \"requests\";q=<at once>;w=<seconds in which all of it is there again>.");
        yield return ("RateLimit", "What is left of it: \"requests\";r=<how many>;t=<seconds until all of it is there again>.");
        switch (status)
        {
            case "429":
                yield return RetryAfter;
                break;
            case "200" when HttpMethods.IsGet(method):
                yield return ("ETag", "Names what was answered; for 'If-None-Match', and where an address takes it 'If-Match'.");
                break;
            case ['2', ..] when !HttpMethods.IsGet(method):
                yield return (Writing.PositionHeader, "Where in the journal the write is durable (shard:pos), if it is there; for 'min-position' of reads.");
                yield return (Safety.RepeatedRequests.Replayed, "true: this is the answer that the first request of this name was given.");
                break;
            default:
                break;
        }
    }
}
