using System.Net;
using Assay.Simulator.Cmc;
using Assay.Simulator.CmcDex;
using Assay.Simulator.CoinGecko;
using Assay.Simulator.CoinPaprika;
using Assay.Simulator.Faults;
using Assay.Simulator.Market;
using Assay.Simulator.Recorded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Simulator;

/// <summary>A stand-in for the providers' APIs.</summary>
public static class SimulatorApp
{
    /// <summary>Builds the web application; the caller starts and stops it. It reads no settings but these.</summary>
    /// <param name="options">What to pretend.</param>
    /// <param name="clock">The time of the market.</param>
    /// <param name="logging">Adds loggers; without it the simulator is quiet.</param>
    /// <exception cref="SimulatorException">An option is wrong; the message says which.</exception>
    public static WebApplication Build(SimulatorOptions options, TimeProvider clock, Action<ILoggingBuilder>? logging = null)
    {
        options.Validate();
        var faults = new FaultRules(clock, options.Seed);
        if (options.FaultsFile is not null)
            faults.AddFile(options.FaultsFile);

        var app = CreateApplication(options, logging);
        var injection = new FaultInjection(faults, clock, app.Logger);

        app.Use(injection.InvokeAsync); // before the routes, so that it also covers paths that nobody serves
        app.UseRouting();
        app.MapFaults(faults);
        app.MapHome(options);
        if (options.RecordedFolder is { } folder)
            new RecordedApi(folder, app.Logger).Map(app);
        else
            app.MapLivingMarket(options, clock);
        app.MapFallback(AnswerUnknownPath);
        return app;
    }

    private static WebApplication CreateApplication(SimulatorOptions options, Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(Address(options.BindAddress), options.Port));
        builder.Services.AddRouting();
        logging?.Invoke(builder.Logging);
        return builder.Build();
    }

    private static IPAddress Address(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(text, out var address) => address,
        _ => throw new SimulatorException($"The bind address '{text}' is not an IP address."),
    };

    private static void MapLivingMarket(this IEndpointRouteBuilder routes, SimulatorOptions options, TimeProvider clock)
    {
        var market = new LivingMarket(options.Coins, options.Seed, options.Gaps);
        var cmcUsage = new PlanUsage(options.CmcPlan, clock);
        var cmcAnswer = new CmcAnswer(cmcUsage, clock);
        new CoinGeckoApi(Listing(coin => coin.CoinGeckoId, options.CoinGeckoDelay), market, new(options.CoinGeckoPlan, clock)).Map(routes);
        new CoinPaprikaApi(Listing(coin => coin.CoinPaprikaId, options.CoinPaprikaDelay), market, new(options.CoinPaprikaPlan, clock)).Map(routes);
        new CmcApi(Listing(coin => coin.CmcId, options.CmcDelay), market, cmcUsage, cmcAnswer).Map(routes);
        new CmcDexApi(market, options.CmcDexDelay, cmcAnswer).Map(routes);

        Listing Listing(Func<Coin, string?> id, QuoteDelay delay) => new(market, id, delay, options.TickInterval, clock);
    }

    /// <summary>Each provider has its own words for a path that it does not know.</summary>
    private static Task AnswerUnknownPath(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteNodeAsync(ProviderWords.UnknownPath(context.Request.Path), context.RequestAborted);
    }
}
