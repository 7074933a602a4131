using System.Diagnostics;
using System.Reflection;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>What is shipped beside the program.</summary>
public sealed class InfraTests
{
    [Fact]
    public async Task The_cloud_template_builds_without_a_warning()
    {
        var (code, output, errors) = await Run(Bicep, "build", Path.Combine(Repository.Root, "infra", "azure", "main.bicep"), "--stdout");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Microsoft.App/containerApps", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_compiler_would_complain()
    {
        var wrong = Path.Combine(Directory.CreateTempSubdirectory("entry-bicep-").FullName, "wrong.bicep");
        await File.WriteAllTextAsync(wrong, "param unused string\noutput x string = y\n", TestContext.Current.CancellationToken);

        var (code, _, errors) = await Run(Bicep, "build", wrong, "--stdout");

        Assert.NotEqual(0, code);
        Assert.Contains("Error", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_and_the_cluster_run_without_root_and_without_a_baked_in_secret()
    {
        var image = File.ReadAllText(Path.Combine(Repository.Root, "infra", "container", "Dockerfile"));
        var compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));

        Assert.Contains("USER $APP_UID", image, StringComparison.Ordinal);
        Assert.Contains("HEALTHCHECK", image, StringComparison.Ordinal);
        Assert.DoesNotContain("Keys__Deployment", image + compose, StringComparison.Ordinal);
        Assert.DoesNotContain("Keys__Peppers", image + compose, StringComparison.Ordinal);
        Assert.Contains("read_only: true", compose, StringComparison.Ordinal);
    }

    private static string Bicep { get; } = Path.Combine(
        typeof(InfraTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "bicep").Value!, "tools",
        "bicep");

    private static async Task<(int Code, string Output, string Errors)> Run(string program, params string[] arguments)
    {
        // Some package caches lose the mode.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);

        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, errors.Trim());
    }
}
