using Assay.Ingestion;
using Spectre.Console;

namespace Assay.Server.Cli;

/// <summary>Shows how long work goes: moving bars on a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressView
{
    public static async Task ShowAsync(Func<ProgressView, Task> work)
    {
        if (Console.IsOutputRedirected)
        {
            await work(new Plain());
            return;
        }

        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn())
            .StartAsync(context => work(new Bars(context)));
    }

    public abstract Line Add(string title);

    /// <summary>The progress of one piece of work.</summary>
    internal abstract class Line(string title) : IProgress<PageResult>
    {
        protected string Title => title;

        /// <summary>How much of it is done, 0 to 1; null while that cannot be known.</summary>
        public double? Part { get; set; }

        public void Report(PageResult value) => Report(value.Pages, Summary.Of(value));

        /// <summary>Tells what came of it so far.</summary>
        /// <param name="steps">How many steps are done, of whatever kind.</param>
        /// <param name="outcome">In words.</param>
        public abstract void Report(long steps, string outcome);

        public abstract void Finish();
    }

    private sealed class Plain : ProgressView
    {
        public override Line Add(string title) => new PlainLine(title);
    }

    private sealed class Bars(ProgressContext context) : ProgressView
    {
        public override Line Add(string title) => new BarLine(title, context.AddTask(Markup.Escape(title), maxValue: 1));
    }

    /// <summary>Tells of the first page and then each time the work has doubled, so that a log stays readable.</summary>
    private sealed class PlainLine(string title) : Line(title)
    {
        private long _next = 1;

        public override void Report(long steps, string outcome)
        {
            if (steps < _next || Part >= 1) // what it came to is told at the end
                return;
            _next = 2 * steps;
            Console.WriteLine($"{Title}{(Part is { } part ? $" {part:P0}" : "")}: {outcome}");
        }

        public override void Finish()
        {
        }
    }

    private sealed class BarLine(string title, ProgressTask bar) : Line(title)
    {
        public override void Report(long steps, string outcome)
        {
            bar.Description = Markup.Escape($"{Title}: {outcome}");
            bar.IsIndeterminate = Part is null;
            bar.Value = Part ?? 0;
        }

        public override void Finish()
        {
            bar.IsIndeterminate = false;
            bar.Value = 1;
        }
    }
}
