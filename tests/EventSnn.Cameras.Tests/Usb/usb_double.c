/* A stand-in for libcaer 3 with the same interface, for tests only: cameras that a test plugs in, feeds, stalls, resets and unplugs. */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE 64 /* containers, as libcaer has it */

struct info { /* of a DVS128 up to byte 32, of the others behind that too */
	int16_t id;
	char serial[9];
	uint8_t bus, address;
	char *text;
	int16_t words[20];
};

struct packet { int16_t type, source; int32_t size, offset, overflow, capacity, number, valid; uint32_t data[][2]; } __attribute__((packed));
struct container { int64_t lowest, highest; int32_t events, valid, packets; struct packet *packet[2]; } __attribute__((packed));

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static struct container *queue[QUEUE];
static int head, count, plugged = -1, width, height, opened, refuses;
static char serial[9];
static void (*arrived)(void *), (*gone)(void *);
static void *context;
static void (*logger)(const char *, size_t);

static void say(const char *text) {
	if (logger) logger(text, strlen(text));
}

/* libcaer's interface */
void caerLogFileDescriptorsSet(int a, int b) { (void) a; (void) b; }
void caerLogLevelSet(int level) { (void) level; }
void caerLogCallbackSet(void (*callback)(const char *, size_t)) { logger = callback; }

void *caerDeviceOpen(uint16_t id, uint16_t type, uint8_t bus, uint8_t address, const char *wanted) {
	(void) id; (void) bus; (void) address;
	if (plugged != type || opened || (*wanted && strcmp(wanted, serial))) {
		say("Failed to open device, see above log message for details.");
		return NULL;
	}
	opened = 1;
	return &opened;
}

bool caerDeviceClose(void **device) { (void) device; opened = 0; return true; }
bool caerDeviceSendDefaultConfig(void *device) { (void) device; return !refuses; }

static struct info describe(int at) {
	struct info i;
	memset(&i, 0, sizeof i);
	memcpy(i.serial, serial, sizeof serial);
	memcpy((char *) &i + at, (int16_t[]) { (int16_t) width, (int16_t) height }, 4);
	return i;
}

struct info caerDVS128InfoGet(void *device) { (void) device; return describe(28); }
struct info caerDavisInfoGet(void *device) { (void) device; return describe(32); }
struct info caerDVXplorerInfoGet(void *device) { (void) device; return describe(32); }

bool caerDeviceDataStart(void *device, void (*increase)(void *), void (*decrease)(void *), void *user, void (*shutdown)(void *), void *shutdownUser) {
	(void) device; (void) decrease; (void) shutdownUser;
	arrived = increase;
	gone = shutdown;
	context = user;
	return true;
}

static struct container *take(void) {
	pthread_mutex_lock(&gate);
	struct container *c = count ? queue[head] : NULL;
	if (c) { head = (head + 1) % QUEUE; count--; }
	pthread_mutex_unlock(&gate);
	return c;
}

static void drop(struct container *c) {
	free(c->packet[0]);
	free(c->packet[1]);
	free(c);
}

bool caerDeviceDataStop(void *device) {
	(void) device;
	for (struct container *c; (c = take());) drop(c);
	arrived = gone = NULL;
	return true;
}

void *caerDeviceDataGet(void *device) { (void) device; return take(); }

/* what a test does to the camera */
void double_plug(int type, int w, int h, const char *number) { plugged = type; width = w; height = h; strncpy(serial, number, 8); refuses = 0; }
void double_refuse(void) { refuses = 1; }
int double_is_open(void) { return opened; }

void double_unplug(void) {
	plugged = -1;
	if (gone) gone(context);
}

static struct packet *packet(int type, int overflow, int capacity, int number) {
	struct packet *p = calloc(1, 28 + 8 * (size_t) capacity);
	*p = (struct packet) { (int16_t) type, 1, 8, 4, overflow, capacity, number, number };
	return p;
}

/* A container: a reset where reset is at least 0, then n events (t, x, y, p; x below 0: an invalid one at -x-1). */
void double_push(int64_t reset, int n, const int64_t *t, const int32_t *x, const int32_t *y, const uint8_t *p) {
	struct container *c = calloc(1, sizeof *c);
	c->packets = 2;
	if (reset >= 0) {
		c->packet[0] = packet(0, (int) (reset >> 31), 4, 1);
		c->packet[0]->data[0][0] = 1 | 1 << 1;
		c->packet[0]->data[0][1] = (uint32_t) (reset & 0x7FFFFFFF);
	}
	if (n > 0) {
		c->packet[1] = packet(1, (int) (t[0] >> 31), n + 5, n);
		for (int i = 0; i < n; i++) {
			uint32_t column = (uint32_t) (x[i] < 0 ? -x[i] - 1 : x[i]);
			c->packet[1]->data[i][0] = (x[i] >= 0) | (uint32_t) p[i] << 1 | (uint32_t) y[i] << 2 | column << 17;
			c->packet[1]->data[i][1] = (uint32_t) (t[i] & 0x7FFFFFFF);
		}
	}
	pthread_mutex_lock(&gate);
	bool full = count == QUEUE;
	if (!full) queue[(head + count++) % QUEUE] = c;
	pthread_mutex_unlock(&gate);
	if (full) {
		say("Dropped EventPacket Container because ring-buffer full! This means your processing loop is not keeping up.");
		drop(c);
		return;
	}
	if (arrived) arrived(context);
}
