namespace Mesh.Node.Bridge.Mirror;

/// <summary>
/// Decides whether originals that are gone without a word may take their copies with them. A source that seems to have
/// lost much at once has more likely lost its memory or its link. Pure.
/// </summary>
internal static class DeleteGuard
{
    /// <param name="vanished">How many copies have lost their original.</param>
    /// <param name="copies">How many copies there are, those included.</param>
    /// <param name="isEmpty">Has the source nothing to copy at all?</param>
    /// <param name="accepted">Has an operator said that it is meant?</param>
    public static (bool Allows, string Because, GuardState Next) Judge(
        GuardTerms terms, GuardState state, int vanished, int copies, bool isEmpty, long reading, bool accepted, TimeSpan now)
    {
        var next = Count(state, isEmpty && copies > 0, reading) with
        {
            Recent = [.. state.Recent.Where(r => now - r.At < GuardTerms.Window)],
        };
        if (vanished == 0)
            return (true, "", next);
        if (accepted)
            return (true, "", next with { Recent = [], EmptyReadings = 0 });
        var before = next.Recent.Sum(r => r.Count);
        var allowed = Math.Max(GuardTerms.AlwaysAllowed, (int)Math.Floor(terms.MaxShare * (copies + before)));
        if (terms.MaxShare < 1 && vanished + before > allowed)
        {
            return (false, $"{vanished} of {copies} originals vanished at once, more than {allowed}: "
                + "send SIGUSR1 to remove their copies as well", next);
        }

        return isEmpty && next.EmptyReadings < GuardTerms.EmptyReadings
            ? (false, $"the source is empty; {GuardTerms.EmptyReadings - next.EmptyReadings} more readings must confirm it", next)
            : (true, "", next with { Recent = next.Recent.Add(new GuardState.Removal(now, vanished)) });
    }

    private static GuardState Count(GuardState state, bool isEmpty, long reading) =>
        !isEmpty ? state with { EmptyReadings = 0, LastReading = reading }
        : reading == state.LastReading && state.EmptyReadings > 0 ? state
        : state with { EmptyReadings = state.EmptyReadings + 1, LastReading = reading };
}
