using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansEntry.Browser.Tests;

/// <summary>Finds a Chromium on this machine; where it may, it has Debian's installed. It never lets a test pass without one.</summary>
internal static class ChromiumFinder
{
    private const string Variable = "CHROMIUM_PATH";

    private static readonly TimeSpan InstallWithin = TimeSpan.FromMinutes(10);

    /// <summary>What a headless browser needs here, and nothing that phones home.</summary>
    public static IEnumerable<string> Arguments =>
    [
        // Chromium refuses to run its sandbox as root.
        .. OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
        "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    ];

    /// <summary>The path of a Chromium.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to install.</exception>
    public static async Task<string> Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named)
                ? named
                : throw new InvalidOperationException($"{Variable} names '{named}', and there is no such file.");

        if (Look() is { } found) return found;
        if (MayInstall) await Install();

        return Look() ?? throw new InvalidOperationException(
            $"The browser tests need Chromium: install it (Debian: apt-get install chromium) or name one in {Variable}.");
    }

    private static bool MayInstall => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get");

    private static string? Look() => UsualPlaces().Concat(PlaywrightsOwn()).FirstOrDefault(File.Exists);

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsMacOS())
            return ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
        if (!OperatingSystem.IsWindows())
            return ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
                "/usr/bin/google-chrome-stable", "/snap/bin/chromium"];

        return from folder in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86,
            Environment.SpecialFolder.LocalApplicationData }
               from program in new[] { "Chromium/Application/chrome.exe", "Google/Chrome/Application/chrome.exe",
                   "Microsoft/Edge/Application/msedge.exe" }
               select Path.Combine(Environment.GetFolderPath(folder), program);
    }

    // Where `playwright install` puts its browsers, newest first.
    private static IEnumerable<string> PlaywrightsOwn()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable("PLAYWRIGHT_BROWSERS_PATH") is { Length: > 0 } named ? named
            : OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "ms-playwright")
            : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches/ms-playwright" : ".cache/ms-playwright");
        if (!Directory.Exists(cache)) return [];

        string[] programs = ["chrome-linux/chrome", "chrome-linux64/chrome", "chrome-win/chrome.exe", "chrome-win64/chrome.exe",
            "chrome-mac/Chromium.app/Contents/MacOS/Chromium"];
        return from folder in Directory.EnumerateDirectories(cache, "chromium-*").OrderDescending(StringComparer.Ordinal)
               from program in programs
               select Path.Combine(folder, program);
    }

    // The same Chromium without its windows and menus takes less than two thirds of the time. What goes wrong is said by the look that
    // follows.
    private static async Task Install()
    {
        await Run("apt-get", "update", "-qq");
        await Run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell");
        if (Look() is null) await Run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
    }

    private static async Task Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync())
            .WaitAsync(InstallWithin);
    }
}
