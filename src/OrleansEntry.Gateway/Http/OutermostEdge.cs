using Microsoft.AspNetCore.Hosting;

namespace OrleansEntry.Gateway.Http;

/// <summary>What stands around everything, the framework's host filter too. Where a request comes from decides its headers and cookies, so
/// that is settled first.</summary>
internal sealed class OutermostEdge : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.Send);
        app.Use(Faults.Speak);
        next(app);
    };
}
