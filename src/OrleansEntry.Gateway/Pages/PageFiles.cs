using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace OrleansEntry.Gateway.Pages;

/// <summary>One file of the pages, as it was built.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">A strong validator: its hash.</param>
internal sealed record PageFile(byte[] Content, string ContentType, string ETag)
{
    /// <summary>Whether it is a page, not something a page is made of.</summary>
    public bool IsPage => ContentType.StartsWith("text/html", StringComparison.Ordinal);
}

/// <summary>The pages that this build carries; read once. Exactly these files are served, so no path leads anywhere else.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "pages/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".webp"] = "image/webp",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, PageFile> _files;

    /// <summary>Takes the pages of this build.</summary>
    public PageFiles()
        : this(Embedded(typeof(PageFiles).Assembly))
    {
    }

    /// <summary>Takes given files.</summary>
    /// <param name="files">Path without a leading slash, and content.</param>
    internal PageFiles(IEnumerable<KeyValuePair<string, byte[]>> files) => _files = files
        .Where(file => ContentTypes.ContainsKey(Path.GetExtension(file.Key)))
        .ToFrozenDictionary(file => "/" + file.Key, file => Read(file.Key, file.Value), StringComparer.Ordinal);

    /// <summary>What is shown where nothing is.</summary>
    public PageFile? NotFound => _files.GetValueOrDefault("/404.html");

    /// <summary>The file of a path: <c>/</c> is index.html, <c>/register</c> is register.html,
    /// <c>/security</c> is security/index.html.</summary>
    public PageFile? Find(string path)
    {
        var trimmed = path.Length > 1 ? path.TrimEnd('/') : "";
        return _files.GetValueOrDefault(path) ?? _files.GetValueOrDefault(trimmed + ".html")
            ?? _files.GetValueOrDefault(trimmed + "/index.html");
    }

    private static PageFile Read(string path, byte[] content) =>
        new(content, ContentTypes[Path.GetExtension(path)], $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");

    /// <summary>The pages that a build carries, each in its frame, and what they are made of.</summary>
    internal static IEnumerable<KeyValuePair<string, byte[]>> Embedded(Assembly assembly)
    {
        var frames = new PageFrames(assembly);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (name.EndsWith(".html", StringComparison.Ordinal)) content = frames.Around(content);
            yield return new(name[Prefix.Length..].Replace('\\', '/'), content);
        }
    }
}
