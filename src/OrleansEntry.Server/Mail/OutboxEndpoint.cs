using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;

namespace OrleansEntry.Server.Mail;

/// <summary>Shows a development server's outbox: JSON for programs, a plain page for people.</summary>
internal static class OutboxEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = "/dev/outbox";

    extension(WebApplication app)
    {
        /// <summary>Maps the outbox, where this server has one.</summary>
        public WebApplication MapOutbox()
        {
            if (app.Services.GetService<OutboxMailer>() is { } outbox)
                app.MapGet(Path, IResult (HttpContext http) => Show(http, outbox)).ExcludeFromDescription();
            return app;
        }
    }

    private static IResult Show(HttpContext http, OutboxMailer outbox)
    {
        var mails = outbox.Read();
        http.Response.Headers.CacheControl = "no-store";

        return http.Request.GetTypedHeaders().Accept.FirstOrDefault()?.MediaType.Value == MediaTypeNames.Text.Html
            ? Results.Content(Page(mails), MediaTypeNames.Text.Html, Encoding.UTF8)
            : Results.Json(mails, OutboxJson.Default.IReadOnlyListOutboxMail);
    }

    private static string Page(IReadOnlyList<OutboxMail> mails)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Outbox</title>"
            + "<link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\"><h1>Outbox</h1>"
            + "<p>Mail of this development server, newest first. Nothing left this machine.</p>");
        foreach (var mail in mails)
            page.Append(CultureInfo.InvariantCulture, $"""
                <article><h2>{Encode(mail.Subject)}</h2><p>To {Encode(mail.To)}, <time>{mail.At:O}</time></p>
                <pre>{Encode(mail.Text)}</pre></article>
                """);
        return page.Append("</html>").ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
