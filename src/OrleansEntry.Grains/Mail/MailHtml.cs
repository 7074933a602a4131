using System.Text.Encodings.Web;

namespace OrleansEntry.Grains.Mail;

/// <summary>A mail's text as a plain page: paragraphs and links. It loads nothing from anywhere, and whatever stood in the text is
/// text.</summary>
internal static class MailHtml
{
    private const string Body = "margin:0;padding:24px;background:#FBFAF7;color:#14202E;font:16px/1.5 system-ui,sans-serif";

    /// <summary>The page.</summary>
    public static string Of(string title, string text)
    {
        var paragraphs = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Paragraph);
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{Encode(title)}</title></head>
            <body style="{Body}"><div style="max-width:34rem;margin:0 auto">
            <h1 style="font-size:20px">{Encode(title)}</h1>
            {string.Join('\n', paragraphs)}
            </div></body></html>

            """;
    }

    private static string Paragraph(string text) =>
        $"<p>{string.Join("<br>\n", text.Trim('\n').Split('\n').Select(Line))}</p>";

    // A line that is a link, and nothing else, is one; links within a line stay text, as the rest of it.
    private static string Line(string line) => IsLink(line)
        ? $"<a href=\"{Encode(line)}\" style=\"color:#0B6B66;word-break:break-all\">{Encode(line)}</a>"
        : Encode(line);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static bool IsLink(string line) =>
        line.StartsWith("http", StringComparison.Ordinal) && !line.Any(char.IsWhiteSpace) && Uri.TryCreate(line, UriKind.Absolute, out _);
}
