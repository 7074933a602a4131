using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Runtime;
using OrleansEntry.Grains;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server.Silo;

/// <summary>Brings in Orleans: one silo in this process, for its own gateway alone.</summary>
internal static class SiloRegistration
{
    /// <summary>Names the cluster and the service. Stored records carry it: it never changes.</summary>
    private const string Name = "orleans-entry";

    /// <summary>Longest wait for a grain's answer.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    extension(WebApplicationBuilder builder)
    {
        /// <summary>Adds the silo, with the embedded store as the grains' storage.</summary>
        public WebApplicationBuilder AddSilo()
        {
            builder.Host.UseOrleans(silo =>
            {
                // Port 0: no gateway for clients of other processes. Its own port is any free one, so that servers never clash.
                silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, primarySiloEndpoint: null, serviceId: Name, clusterId: Name);
                silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = AnswerWithin);
                silo.AddEmbeddedGrainStorage(GrainStorageNames.Entry);

                // The first that is registered is the first that is asked.
                silo.Services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, RememberedInterfaceTypes>());
            });
            return builder;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
