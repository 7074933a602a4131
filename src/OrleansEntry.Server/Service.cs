using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;
using OrleansEntry.Gateway;
using OrleansEntry.Gateway.Operators;
using OrleansEntry.Grains;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Server.Cluster;
using OrleansEntry.Server.Keys;
using OrleansEntry.Server.Mail;
using OrleansEntry.Server.Settings;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server;

/// <summary>The server's life: read the settings, check them, open what is kept, answer, drain.</summary>
internal static class Service
{
    private const int Failed = 1;

    /// <summary>Longest wait for requests and grains to finish when the server stops.</summary>
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(20);

    /// <summary>Serves until it is told to stop.</summary>
    /// <returns>0 after a clean stop; 1 when the start failed, after one sentence on standard error.</returns>
    public static async Task<int> Run(string[] settings)
    {
        try
        {
            UnicodeCheck.Demand();

            await using var app = Build(settings);
            app.CheckSettings();

            // The two longest parts of a start need nothing of each other.
            var orleans = Task.Run(app.Services.GetRequiredService<IGrainFactory>);
            app.OpenData();
            await orleans;
            Ports.DemandFree(app.Configuration[WebHostDefaults.ServerUrlsKey]);

            app.MapServer();

            await app.Begin();
            app.SayReady(Console.Out);
            await app.WaitForShutdownAsync();
            app.Logger.Stopped();
            return 0;
        }
        catch (Exception e) when (StartFault.Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return Failed;
        }
    }

    /// <summary>Runs a command that takes the settings of the gateway, as a server would read and check them, and starts nothing.</summary>
    /// <returns>What the command gives; 1 when the settings can not be used, after one sentence on standard error.</returns>
    public static int WithGatewaySettings(string[] settings, Func<GatewayOptions, int> command)
    {
        try
        {
            var builder = CreateBuilder(settings).ReadSettings(settings);
            builder.Services.AddGateway();
            using var services = builder.Services.BuildServiceProvider();
            return command(services.GetRequiredService<IOptions<GatewayOptions>>().Value);
        }
        catch (Exception e) when (StartFault.Explain(e) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
            return Failed;
        }
    }

    /// <summary>Runs a command that takes the deployment's keys, as a server of these settings would read them. It makes none: a server
    /// that never ran has no secret yet.</summary>
    /// <returns>What the command gives; 1 when there are no keys, after one sentence on standard error.</returns>
    public static int WithKeys(string[] settings, Func<DeploymentKeys, string, int> command)
    {
        try
        {
            var builder = CreateBuilder(settings).ReadSettings(settings).AddMail();
            var storage = builder.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
            var keys = builder.Configuration.GetSection(KeysOptions.Section).Get<KeysOptions>() ?? new KeysOptions();
            using var services = builder.Services.BuildServiceProvider();
            return command(
                new KeyFolder(Path.Combine(Path.GetFullPath(storage.Path), "keys"))
                    .Read(keys, builder.Environment.IsDevelopment()).DeriveKeys(),
                services.GetRequiredService<IOptions<ServiceOptions>>().Value.EntranceUrl!);
        }
        catch (Exception e) when (StartFault.Explain(e) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
            return Failed;
        }
    }

    internal static WebApplication Build(string[] settings) => Compose(settings).Build();

    /// <summary>Everything the server is made of, before it is made.</summary>
    internal static WebApplicationBuilder Compose(string[] settings)
    {
        var builder = CreateBuilder(settings).ReadSettings(settings);
        var shape = Shape.Of(builder.Configuration);
        builder.AddLogs().AddMail().AddOrleans(shape);

        builder.Services.AddSingleton(shape).AddSingleton(TimeProvider.System);
        builder.Services.AddStorage(shape).AddKeys().AddEntry().AddGatewayOfThisServer(shape);
        builder.Services.Configure<HostOptions>(o =>
        {
            o.ShutdownTimeout = DrainWithin;

            // A request that comes before the silo is up waits for it.
            o.ServicesStartConcurrently = true;
        });
        return builder;
    }

    /// <summary>Maps what the process's shape answers. A silo answers for its health and for nothing else.</summary>
    internal static void MapServer(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<Shape>().HasGateway)
        {
            app.MapHealthAlone();
            return;
        }

        app.MapGateway();
        // What grains keep, hashes and sealed seeds too, is shown to nobody, and their methods are called by nobody from there.
        if (app.Services.GetRequiredService<IOptions<OperatorsOptions>>().Value.Dashboard)
            app.MapOrleansDashboard("/operators/dashboard").ForOperators(OperatorRole.Admin).Without("/GrainState");
        app.MapOutbox();
    }

    // Settings are read once: nothing watches the files.
    private static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        try
        {
            return WebApplication.CreateSlimBuilder([.. settings, "--hostBuilder:reloadConfigOnChange=false"]);
        }
        catch (InvalidDataException e)
        {
            throw SettingsReader.Unreadable(e);
        }
    }

    // When the port can not be opened, the silo ends as it would at a clean stop.
    private static async Task Begin(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            try
            {
                await app.StopAsync();
            }
            catch (InvalidOperationException)
            {
                // A silo that failed while it started can not be stopped; why it failed is what the operator must read.
            }

            throw;
        }
    }

    // Before the first port is opened: whoever starts the server reads what is wrong with its data at once.
    private static void OpenData(this WebApplication app)
    {
        app.Services.GetRequiredService<ServerFolder>();
        app.Services.GetRequiredService<DeploymentSecrets>();
        app.Services.GetRequiredService<Peppers>();
        app.Services.GetRequiredService<KeyFolder>().CheckRing(app.Services.GetRequiredService<RingCipher>());
        app.Services.GetService<EmbeddedStore>();
    }
}
