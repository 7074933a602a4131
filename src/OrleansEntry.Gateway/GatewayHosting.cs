using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Risk;
using OrleansEntry.Gateway.Activity;
using OrleansEntry.Gateway.Alerts;
using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.Closing;
using OrleansEntry.Gateway.Devices;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.Export;
using OrleansEntry.Gateway.Freezing;
using OrleansEntry.Gateway.Health;
using OrleansEntry.Gateway.Holds;
using OrleansEntry.Gateway.IdentifierChange;
using OrleansEntry.Gateway.LostFactor;
using OrleansEntry.Gateway.OfficialAddresses;
using OrleansEntry.Gateway.Operators;
using OrleansEntry.Gateway.Pages;
using OrleansEntry.Gateway.Passcodes;
using OrleansEntry.Gateway.Passkeys;
using OrleansEntry.Gateway.Policy;
using OrleansEntry.Gateway.Recovery;
using OrleansEntry.Gateway.Reference;
using OrleansEntry.Gateway.Registration;
using OrleansEntry.Gateway.Reports;
using OrleansEntry.Gateway.SecondFactor;
using OrleansEntry.Gateway.SecurityCheck;
using OrleansEntry.Gateway.Services;
using OrleansEntry.Gateway.Sessions;
using OrleansEntry.Gateway.SettingsLock;
using OrleansEntry.Gateway.Trading;

namespace OrleansEntry.Gateway;

/// <summary>Puts the gateway into a server.</summary>
public static class GatewayHosting
{
    /// <summary>Registers the gateway. The server brings what a deployment decides: <c>IGrainFactory</c>, <c>DeploymentKeys</c>,
    /// <see cref="PublicPolicy"/>, <c>TimeProvider</c>, Data Protection with a key ring that all gateways share, and its health
    /// checks.</summary>
    /// <param name="services">The server's services.</param>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<IValidateOptions<GatewayOptions>, ServiceCredentialValidator>();
        services.AddOptions<GatewayOptions>()
            .BindConfiguration(GatewayOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(options => options.PublicOrigins.All(IsOrigin), "Gateway: a public origin is scheme://host[:port] and nothing else.")
            .Validate<IHostEnvironment>(
                (options, environment) => options.ReturnOrigins.All(origin => IsOrigin(origin)
                    && (environment.IsDevelopment() || origin.StartsWith("https://", StringComparison.Ordinal))),
                "Gateway: a return origin is https://host[:port] and nothing else (in development also http).")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidator>();
        services.AddOptions<NetworkOptions>()
            .BindConfiguration(NetworkOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(options => options.TrustedProxies.All(text => NetworkOptions.TryRead(text, out _)),
                "Network: a trusted proxy is an address or a network (CIDR).")
            .ValidateOnStart();

        services.AddSingleton<IValidateOptions<OperatorsOptions>, OperatorsOptionsValidator>();
        services.AddOptions<OperatorsOptions>()
            .BindConfiguration(OperatorsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(options => options.Networks.All(text => NetworkOptions.TryRead(text, out _)),
                "Operators: a network is an address or a network (CIDR).")
            .ValidateOnStart();
        services.AddSingleton<OperatorGate>().AddSingleton<LiveService>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveService>());

        services.AddClients();
        services.AddOfficialAddresses();
        services.AddEdge();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, OutermostEdge>());
        services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false);
        services.TryAddSingleton(_ => PasscodeRules.Standard);
        services.TryAddSingleton(_ => new RiskPolicy());
        services.AddSingleton<EntryIds>().AddSingleton<EntryDesk>().AddSingleton<RegistrationIds>().AddSingleton<RegistrationChecks>()
            .AddSingleton<Checks>();
        services.AddSingleton<NewPasscodes>().AddSingleton<SessionIssuer>().AddSingleton<SessionGate>();
        services.AddSingleton<ServiceCredentials>().AddSingleton<ServiceGate>();
        services.TryAddSingleton(_ => new PageFiles());
        services.AddSingleton<PageServer>();
        services.AddHealthChecks();
        services.AddOpenApi(ApiReference.DocumentName, options =>
        {
            options.ShouldInclude = description => !HttpMethods.IsHead(description.HttpMethod ?? "");
            options.AddDocumentTransformer(Transformers.Document);
            options.AddOperationTransformer(Transformers.Operation);
            options.AddSchemaTransformer(Transformers.Schema);
        });
        return services;
    }

    /// <summary>Adds the gateway's middleware and routes, in their order. Call it before the server maps routes of its own; those get
    /// the security headers, the cross-site rule and the answers to faults too.</summary>
    /// <param name="app">The server's application.</param>
    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services;

        app.Use(services.GetRequiredService<Faults>().Catch);
        app.Use(services.GetRequiredService<Deadline>().Run);
        app.Use(RequestRules.RefuseTrace);
        app.Use(ApiReference.AllowScript);
        app.UseRouting();
        app.Use(RequestRules.RefuseCrossSite);
        app.Use(services.GetRequiredService<OperatorGate>().Hide);
        app.Use(services.GetRequiredService<PageServer>().Serve);
        if (services.GetService<IClusterConnection>() is { } cluster) app.Use(RequestRules.RefuseUnless(cluster));
        app.Use(services.GetRequiredService<ClientGate>().Admit);
        app.Use(RequestRules.ReadWholly);
        app.Use(SessionGate.RefuseForged);
        app.Use(services.GetRequiredService<ServiceGate>().Admit);
        app.Use(services.GetRequiredService<OperatorGate>().Admit);
        app.Use(services.GetRequiredService<Idempotency>().Handle);
        app.Use(services.GetRequiredService<SessionGate>().Admit);

        var v1 = app.MapGroup("/v1").AnswersHead();
        v1.WithMetadata(new ApiEndpoint()).AddEndpointFilterFactory(BodyLimits.Guard);
        v1.MapRegistrations();
        v1.MapEntries();
        v1.MapLostFactor();
        v1.MapSessions();
        v1.MapSecondFactors();
        v1.MapPasskeys();
        v1.MapPasscode();
        v1.MapHolds();
        v1.MapTrading();
        v1.MapApprovals();
        v1.MapServices();
        v1.MapActivity();
        v1.MapDevices();
        v1.MapFreezing();
        v1.MapSettingsLock();
        v1.MapSafetyPhrase();
        v1.MapAlertAddresses();
        v1.MapIdentifierChanges();
        v1.MapRecoveries();
        v1.MapExport();
        v1.MapClosing();
        v1.MapPolicy();
        v1.MapOfficialAddresses();
        v1.MapOperators();
        app.MapHealth();
        app.MapCspReports();
        app.MapReference();
        return app;
    }

    /// <summary>Adds <c>/health/*</c> and nothing else: for a server that answers no person.</summary>
    /// <param name="app">The server's application.</param>
    public static WebApplication MapHealthAlone(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(app.Services.GetRequiredService<Faults>().Catch);
        app.MapHealth();
        return app;
    }

    private static void AddEdge(this IServiceCollection services)
    {
        services.AddSingleton<Cookies>().AddSingleton<Visitors>().AddSingleton<Faults>().AddSingleton<Idempotency>()
            .AddSingleton<NetworkPace>().AddSingleton<Deadline>();
        services.AddSingleton<IOutgoingGrainCallFilter>(provider => provider.GetRequiredService<Deadline>());
        services.AddSingleton<RefusalLog>().AddSingleton<CspReports>();
        services.ConfigureHttpJsonOptions(options => StrictJson.Apply(options.SerializerOptions));
        // What can not be read is answered by Faults, in one form, in development as elsewhere.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestRules.MaxBodyBytes;
        });
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<NetworkOptions>>((options, network) =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var trusted in network.Value.Networks()) options.KnownIPNetworks.Add(trusted);

            // With no proxy to trust nothing is believed, whatever an environment variable may have switched on.
            options.ForwardedHeaders = options.KnownIPNetworks.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
        });
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http")
            && uri.GetLeftPart(UriPartial.Authority) == text;
}
