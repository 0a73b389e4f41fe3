namespace CallCenter.Api.Tests.Contract;

/// <summary>Holds every answer that a test gets against the document that the same center serves: whatever the tests of this project meet is promised there.</summary>
internal sealed class KeptContract(Func<Task<Description>> description) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith("/api/", StringComparison.Ordinal) || (await description()).Find(request.Method.Method, path) is not { } operation)
        {
            return response;
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type == "text/event-stream")
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var broken = (await description()).Broken(operation, (int)response.StatusCode, type, body);
        Assert.True(broken is null, $"{request.Method} {path} broke the contract of docs/openapi.json: {broken}\n{body}");
        return response;
    }
}
