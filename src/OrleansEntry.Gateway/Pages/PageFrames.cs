using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansEntry.Gateway.Pages;

/// <summary>What many pages have around them, written once. A page whose first line names a frame has above its first empty line what
/// belongs into the head, and below it what belongs into the body.</summary>
internal sealed partial class PageFrames
{
    private const string Prefix = "frames/";

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
        if (Named().Match(text) is not { Success: true } named) return page;

        var frame = _frames[named.Groups["frame"].Value];
        if (named.Groups["section"] is { Success: true, Value: var section })
            frame = frame.Replace($"<a href=\"{section}\">", $"<a href=\"{section}\" aria-current=\"page\">", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(frame
            .Replace("<!-- head -->", named.Groups["head"].Value, StringComparison.Ordinal)
            .Replace("<!-- body -->", named.Groups["body"].Value, StringComparison.Ordinal));
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(
        """^<!-- frame: (?<frame>[a-z]+)(; section: (?<section>\S+))? -->\n(?<head>.*?)\n\n(?<body>.*)$""", RegexOptions.Singleline)]
    private static partial Regex Named();
}
