namespace CouponAdmin.Tests.Fixtures;

/// <summary>Linux signals by name, as setpriv takes them, and number, as the kernel does.</summary>
internal enum ChildSignal
{
    Quit = 3,
    Kill = 9,
    Term = 15,
    Cont = 18,
    Stop = 19,
}
