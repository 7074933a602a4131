using System.Reflection;
using System.Text;

namespace OrleansEntry.Gateway.Pages;

/// <summary>What many pages have around them, written once. A page whose first line names a frame has above its first empty line what
/// belongs into the head, and below it what belongs into the body.</summary>
internal sealed class PageFrames
{
    private const string Prefix = "frames/";
    private const string Opening = "<!-- frame: ";

    private readonly Dictionary<string, string> _frames;

    /// <summary>Takes the frames that a build carries.</summary>
    public PageFrames(Assembly assembly) => _frames = assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => Path.GetFileNameWithoutExtension(name), name => Read(assembly, name), StringComparer.Ordinal);

    /// <summary>A page in its frame; one that names none, as it is.</summary>
    /// <exception cref="KeyNotFoundException">There is no such frame.</exception>
    public byte[] Around(byte[] page)
    {
        var text = Encoding.UTF8.GetString(page);
        if (!text.StartsWith(Opening, StringComparison.Ordinal)) return page;

        var (line, rest) = Parted(text[Opening.Length..], " -->\n");
        var (head, body) = Parted(rest, "\n\n");
        var names = line.Split("; section: ");
        var frame = _frames[names[0]];
        if (names is [_, var section])
            frame = frame.Replace($"<a href=\"{section}\">", $"<a href=\"{section}\" aria-current=\"page\">", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(frame
            .Replace("<!-- head -->", head, StringComparison.Ordinal).Replace("<!-- body -->", body, StringComparison.Ordinal));
    }

    private static (string Before, string After) Parted(string text, string at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var place ? (text[..place], text[(place + at.Length)..]) : (text, "");

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
