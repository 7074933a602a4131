using OrleansEntry.Gateway;
using OrleansEntry.Grains;
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

    // A silo answers for its health and for nothing else.
    private static void MapServer(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<Shape>().HasGateway)
        {
            app.MapHealthAlone();
            return;
        }

        app.MapGateway();
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
