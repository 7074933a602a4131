using System.ComponentModel;
using System.Diagnostics;

namespace OrleansEntry.Tests;

/// <summary>The folders under <c>infra</c> whose packages are pinned by a lock file. A test that needs one has it installed.</summary>
internal static class NpmInstallation
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Installs what the lock file says unless it is there; several processes may ask at once.</summary>
    /// <param name="name">The folder's name.</param>
    /// <returns>The folder.</returns>
    public static async Task<string> Ready(string name)
    {
        var home = Path.Combine(Repository.Root, "infra", name);
        if (IsInstalled(home)) return home;

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await using var turn = await Turn(Path.Combine(home, ".installing"), patience.Token);
        if (!IsInstalled(home)) await Install(home, patience.Token);
        return home;
    }

    /// <summary>Starts <c>node</c> or <c>npm</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("These tests need Node.js 20 or newer with npm: install them.", e);
        }
    }

    // npm writes its own copy of the lock file last: an installation that broke off has none.
    private static bool IsInstalled(string home)
    {
        var done = new FileInfo(Path.Combine(home, "node_modules", ".package-lock.json"));
        return done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(home, "package-lock.json"));
    }

    private static async Task Install(string home, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var npm = new Process { StartInfo = start };
        Start(npm);
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0) throw new InvalidOperationException($"'npm ci' in {home} failed: {await errors}{await output}");
    }

    // The system's lock on an open file ends with its process, however that ends.
    private static async Task<FileStream> Turn(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LookAgainAfter, TimeProvider.System, cancellationToken);
            }
        }
    }
}
