using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace OrleansEntry.Server.Settings;

/// <summary>Reads the settings: defaults, then <c>appsettings.json</c> and <c>appsettings.{Environment}.json</c> of the working
/// directory, then environment variables that begin with <see cref="Prefix"/>, then the command line. The later wins.</summary>
internal static class SettingsReader
{
    /// <summary>What our environment variables begin with; <c>ORLEANSENTRY_Storage__Path</c> is <c>Storage:Path</c>. No other variable
    /// sets anything of ours, so that a strange one breaks no start.</summary>
    public const string Prefix = "ORLEANSENTRY_";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Urls"] = "http://localhost:5080",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Warning",
        ["Logging:LogLevel:OrleansEntry"] = "Information", // a name that merely begins with Orleans counts as Orleans otherwise

        // It says nothing that Faults does not say; while it may speak, each request is given an activity and a scope of the log.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",

        // Whoever asks for the health is told; the log need not repeat it at every question.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",

        // What stops the start is said once, by Program.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",

        // It compares with a time stamp that is not set yet when it first looks, and says so at every start.
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
    };

    extension(WebApplicationBuilder builder)
    {
        /// <summary>Gives the builder its settings, each of them known.</summary>
        /// <exception cref="StartException">A file cannot be read, or a setting is unknown or has the wrong form.</exception>
        public WebApplicationBuilder ReadSettings(string[] args)
        {
            var given = ReadGiven(builder.Environment, args);
            if (string.Join("; ", KnownSettings.Complaints(given)) is { Length: > 0 } complaints)
                throw new StartException("The settings cannot be used: "
                    + $"{complaints.TrimEnd('?', '.')}{(complaints.EndsWith('?') ? '?' : '.')}");

            var sources = builder.Configuration.Sources;
            foreach (var all in sources.OfType<EnvironmentVariablesConfigurationSource>().Where(s => string.IsNullOrEmpty(s.Prefix))
                .ToList())
                sources.Remove(all);
            sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultsFor(builder.Environment) });
            builder.Configuration.AddConfiguration(given);
            return builder;
        }
    }

    private static IConfigurationRoot ReadGiven(IHostEnvironment environment, string[] args)
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(environment.ContentRootPath)
                .AddJsonFile("appsettings.json", optional: true)
                .AddJsonFile($"appsettings.{environment.EnvironmentName}.json", optional: true)
                .AddEnvironmentVariables(Prefix)
                .AddCommandLine(args)
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>A settings file that is no JSON.</summary>
    public static StartException Unreadable(InvalidDataException e) =>
        new($"{e.Message.TrimEnd('.')}: {e.InnerException?.Message.ReplaceLineEndings(" ") ?? "it is not valid JSON."}", e);

    // A development server answers to this machine's names alone, so that a foreign page cannot reach it by a name of its own.
    private static Dictionary<string, string?> DefaultsFor(IHostEnvironment environment) => environment.IsDevelopment()
        ? new(Defaults) { ["AllowedHosts"] = "localhost;127.0.0.1;[::1]" }
        : Defaults;
}
