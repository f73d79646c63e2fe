package org.moorage.protocol.pecsp;

/**
 * What an extender has counted at one of its ports since the port was made.
 *
 * @param number of the port
 * @param framesIn from the station
 * @param octetsIn their octets without FCS and E-TAG
 * @param framesOut to the station
 * @param dropped frames from the station it did not pass on
 */
public record ExtendedPortCounters(
    int number, long framesIn, long octetsIn, long framesOut, long octetsOut, long dropped) {

  static final int SIZE = 2 + 5 * 8;
}
