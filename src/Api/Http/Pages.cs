using Microsoft.Extensions.FileProviders;

namespace CallCenter.Api.Http;

/// <summary>The pages, where the program was built with them; they hold no data and ask the API for everything.</summary>
internal static class Pages
{
    private const string Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    public static void UsePages(this WebApplication app)
    {
        if (Find(app) is not { } files)
        {
            app.MapGet("/", () => TypedResults.Text("CallCenter.Actors was built without its pages (that needs Node 18 or later). The API is at /api/v1, its description at /api/v1/openapi.json."))
                .AllowAnonymous().ExcludeFromDescription();
            return;
        }

        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = static served =>
            {
                var headers = served.Context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers.CacheControl = served.File.Name.EndsWith(".html", StringComparison.Ordinal) ? "no-cache" : "public, max-age=3600";
            },
        });
    }

    private static IFileProvider? Find(WebApplication app)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return app.Environment.WebRootFileProvider.GetFileInfo("index.html").Exists ? app.Environment.WebRootFileProvider
            : File.Exists(Path.Combine(beside, "index.html")) ? new PhysicalFileProvider(beside)
            : null;
    }
}
