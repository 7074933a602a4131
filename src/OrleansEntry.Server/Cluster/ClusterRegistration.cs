using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime;
using Orleans.Serialization.Configuration;
using OrleansEntry.Gateway;
using OrleansEntry.Gateway.Operators;
using OrleansEntry.Server.Settings;
using OrleansEntry.Storage.Azure;

namespace OrleansEntry.Server.Cluster;

/// <summary>Brings in Orleans: a silo for this process's own gateway, a member of a cluster, or a cluster's client.</summary>
internal static class ClusterRegistration
{
    /// <summary>Names the service. Stored records carry it: it never changes.</summary>
    private const string Service = "orleans-entry";

    /// <summary>Longest wait for an answer of a grain in this process. A gateway counts on eight seconds as the longest.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    /// <summary>The same in a cluster. What was on its way to a silo that died is answered by nobody: the wait must end soon after the
    /// others have noticed, so that the next try succeeds.</summary>
    private static readonly TimeSpan ClusterAnswersWithin = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan AskForSilosEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromSeconds(1);

    extension(WebApplicationBuilder builder)
    {
        /// <summary>Adds what the process's shape asks for.</summary>
        public WebApplicationBuilder AddOrleans(Shape shape)
        {
            builder.Services.AddSingleton<IValidateOptions<MemberOptions>, MemberOptionsValidator>();
            builder.Services.AddOptions<MemberOptions>()
                .BindConfiguration(MemberOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();
            // The first that is registered is the first that is asked.
            builder.Services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, RememberedInterfaceTypes>());

            // It walks every wire type at each start to see that it can be serialised; the build's analyzers and the tests have seen that.
            builder.Services.Configure<TypeManifestOptions>(o => o.EnableConfigurationAnalysis = false);

            var dashboard = builder.Configuration.GetValue<bool>($"{OperatorsOptions.Section}:{nameof(OperatorsOptions.Dashboard)}");
            if (shape.HasSilo)
            {
                builder.Host.UseOrleans(silo =>
                {
                    silo.Join(shape).AddGrainStorage(shape);
                    if (dashboard) silo.AddDashboard(Quietly);
                });
            }
            else
            {
                builder.Host.UseOrleansClient(client =>
                {
                    client.Join();
                    if (dashboard) client.AddDashboard(Quietly);
                });
            }

            return builder;
        }
    }

    // Log lines of a silo may name what no operator shall see.
    private static void Quietly(DashboardOptions dashboard) => dashboard.HideTrace = true;

    private static ISiloBuilder Join(this ISiloBuilder silo, Shape shape)
    {
        silo.Configure<SiloMessagingOptions>(o =>
            o.ResponseTimeout = shape.Storage is StorageKind.Embedded ? AnswerWithin : ClusterAnswersWithin);

        // Port 0: no gateway for clients of other processes. Its own port is any free one, so that servers never clash.
        if (shape.Storage is StorageKind.Embedded)
            return silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, primarySiloEndpoint: null, serviceId: Service,
                clusterId: Service);

        silo.UseAzureTableClustering(tables => tables.Reach());
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<MemberOptions>>(Name);
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<MemberOptions>>((endpoint, ours) =>
        {
            var member = ours.Value;
            endpoint.AdvertisedIPAddress = member.Address == MemberOptions.Automatic ? OwnAddress() : IPAddress.Parse(member.Address);
            endpoint.SiloPort = member.SiloPort == 0 ? FreePort() : member.SiloPort;
            endpoint.GatewayPort = member.GatewayPort == 0 ? FreePort() : member.GatewayPort;
        });

        // A dead silo is found in about three seconds, and a silo that starts alone does not wait long for dead ones.
        return silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = TimeSpan.FromSeconds(1);
            o.NumMissedProbesLimit = 3;

            // One that hangs with its connections open is found in three times this: four seconds, the default, would be twelve.
            o.MaxProbeTimeout = TimeSpan.FromSeconds(2);

            // One that was given up while it hung, and goes on, reads in the table that it is dead: by default after a minute.
            o.TableRefreshTimeout = TimeSpan.FromSeconds(3);

            // Three times this is how long a silo that starts alone waits for dead ones.
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(1);
            o.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
            o.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
    }

    private static IClientBuilder Join(this IClientBuilder client)
    {
        client.UseAzureTableClustering(tables => tables.Reach());
        client.Services.AddOptions<ClusterOptions>().Configure<IOptions<MemberOptions>>(Name);
        client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ClusterAnswersWithin);
        client.Services.AddSingleton<Connection>().AddSingleton<IClusterConnection>(sp => sp.GetRequiredService<Connection>());
        client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(sp => sp.GetRequiredService<Connection>());
        client.Configure<Orleans.Configuration.GatewayOptions>(o => o.GatewayListRefreshPeriod = AskForSilosEvery);

        // A gateway may start before the first silo, and outlives the last.
        return client.UseConnectionRetryFilter(async (_, cancellationToken) =>
        {
            await Task.Delay(ConnectAgainAfter, TimeProvider.System, cancellationToken);
            return true;
        });
    }

    private static void Name(ClusterOptions cluster, IOptions<MemberOptions> ours) =>
        (cluster.ServiceId, cluster.ClusterId) = (Service, ours.Value.Id);

    private static IPAddress OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(a))
        ?? throw new StartException("Cluster:Address is auto, but this machine has no address that others could reach: set one.");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
